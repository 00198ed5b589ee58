import { Lock, MessageSquareText, RotateCw, VideoOff } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { ButtonLink } from "@/ui/button-link";
import { CopyButton } from "@/ui/copy-button";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Screen, ScreenIcon } from "@/ui/screen";
import { Reference } from "./reference";

export interface NoVideoScreenProps {
  readonly why: "unsupported" | "insecure" | "blocked" | "relay";
  readonly onText: () => void;
  readonly onAgain: () => void;
}

/** Explains why this visitor has no video calls, and offers text. */
export function NoVideoScreen({ why, onText, onAgain }: NoVideoScreenProps) {
  const m = useMessages().noVideo;
  const { title, body, steps } = m[why];
  const Icon = why === "insecure" ? Lock : VideoOff;
  const mayPass = why === "blocked" || why === "relay";
  return (
    <Screen
      title={title}
      art={<ScreenIcon of={Icon} />}
      actions={
        <>
          <Button onClick={onText}>
            <MessageSquareText aria-hidden="true" /> {m.byText}
          </Button>
          {mayPass && (
            <Button variant="secondary" onClick={onAgain}>
              <RotateCw aria-hidden="true" /> {m.again}
            </Button>
          )}
          {mayPass ? null : why === "insecure" ? (
            <ButtonLink variant="secondary" href={`https://${location.host}${location.pathname}`}>
              {m.secure}
            </ButtonLink>
          ) : (
            // The address, to paste into a browser that has video.
            <CopyButton
              text={() => location.href}
              label={m.copy}
              copiedLabel={m.copied}
              variant="secondary"
            />
          )}
          <CopyDiagnostics />
        </>
      }
    >
      <p>{body}</p>
      <ol className="flex list-decimal flex-col gap-1.5 ps-5 marker:text-accent">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Reference problem={PROBLEMS[why]} />
    </Screen>
  );
}

const PROBLEMS = {
  unsupported: "unsupported",
  insecure: "insecure",
  blocked: "network_blocked",
  relay: "no_relay",
} as const;
