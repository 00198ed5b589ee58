import type { ReactNode } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/cn";
import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";

export type LeftReason =
  | "skip"
  | "stop"
  | "ice_failed"
  | "media_failed"
  | "reported"
  | "disconnected"
  | "no_show"
  | "closed"
  | "connection_lost";

export interface PartnerLeftStageProps {
  readonly reason: LeftReason;
  readonly talkedMs: number;
  /** There was no path, since the relay refused. */
  readonly relayRefused?: boolean | undefined;
  /** When the next search starts by itself; null when it does not. */
  readonly nextAt: number | null;
  readonly onStay: () => void;
  /** The visitor seems to be away, and is asked. */
  readonly unattended: boolean;
  readonly onHere: () => void;
  /** Small, above a conversation that can still be read. */
  readonly compact: boolean;
  /** What else can be done now. */
  readonly extra?: ReactNode;
}

export function PartnerLeftStage(props: PartnerLeftStageProps) {
  const m = useMessages().left;
  const { reason, nextAt, compact, unattended } = props;
  return (
    <div
      className={cn(
        "flex flex-col items-center justify-center gap-3 p-6 text-center",
        compact
          ? "border-t sm:flex-row sm:flex-wrap sm:py-4 sm:text-start"
          : "size-full bg-glow pb-28 low:gap-2 low:pt-3 low:pb-18",
      )}
    >
      {!compact && <Lights mood="gone" className="size-36 sm:size-44" />}
      <div className={cn("flex flex-col", compact ? "grow gap-1" : "items-center gap-3 low:gap-1")}>
        <h1 className={cn("font-semibold", compact ? "text-lg" : "text-title")}>
          {unattended ? m.stillThere.title : m.titles[reason]}
        </h1>
        <p className="max-w-sm text-muted-foreground">
          {unattended ? m.stillThere.body : detail(m, props)}
        </p>
      </div>
      {nextAt !== null && (
        <Button variant="secondary" className="mt-2" onClick={props.onStay}>
          {m.wait}
        </Button>
      )}
      {unattended && (
        <Button className="mt-2" onClick={props.onHere}>
          {m.stillThere.here}
        </Button>
      )}
      {props.extra}
    </div>
  );
}

function detail(
  m: Messages["left"],
  { reason, talkedMs, relayRefused }: PartnerLeftStageProps,
): string {
  if (reason === "ice_failed") return relayRefused ? m.noRelay : m.noPath;
  if (talkedMs < 1000) return m.tooShort;
  return m.talkedFor(talkedMs);
}
