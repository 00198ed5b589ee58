import type { ReactNode } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
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
  /** There was no path, because the relay refused. */
  readonly relayRefused?: boolean | undefined;
  /** When the next search starts automatically; null if it does not. */
  readonly nextAt: number | null;
  readonly onStay: () => void;
  /** The visitor seems to be away and is asked. */
  readonly unattended: boolean;
  readonly onHere: () => void;
  /** Small, above a conversation that stays readable. */
  readonly compact: boolean;
  /** Names a fault that ended the conversation. */
  readonly reference?: ReactNode;
  /** Further actions. */
  readonly extra?: ReactNode;
}

export function PartnerLeftStage(props: PartnerLeftStageProps) {
  const m = useMessages().left;
  const { reason, nextAt, compact, unattended } = props;
  return (
    <div
      className={cn(
        "text-center",
        compact ? "shrink-0 border-t px-6 py-4 squat:py-2" : "relative size-full bg-glow",
      )}
    >
      <div className={cn(!compact && "stage-words flex flat:end-3.5")}>
        <div
          className={cn(
            "flex flex-col items-center gap-3 squat:flex-row squat:flex-wrap squat:justify-center squat:gap-x-3 squat:gap-y-1 flat:flex-nowrap",
            compact ? "sm:flex-row sm:flex-wrap sm:text-start" : "m-auto max-w-full low:gap-1",
          )}
        >
          {!compact && (
            <Lights mood="gone" className="size-[clamp(3rem,18cqh,11rem)] squat:hidden" />
          )}
          <div
            className={cn(
              "flex min-w-0 flex-col",
              compact
                ? "grow gap-1"
                : "items-center gap-3 low:gap-1 squat:basis-full flat:basis-auto",
            )}
          >
            <h1
              className={cn(
                "font-semibold flat:max-w-full flat:truncate",
                compact ? "text-lg" : "text-title squat:text-lg",
              )}
            >
              {unattended ? m.stillThere.title : m.titles[reason]}
            </h1>
            <p className="max-w-sm text-muted-foreground lg:max-w-80 squat:text-sm flat:hidden">
              {unattended ? m.stillThere.body : detail(m, props)}
            </p>
            {props.reference}
          </div>
          {nextAt !== null && (
            <Button variant="secondary" className="mt-1 squat:mt-0" onClick={props.onStay}>
              {m.wait}
            </Button>
          )}
          {unattended && (
            <Button className="mt-1 squat:mt-0" onClick={props.onHere}>
              {m.stillThere.here}
            </Button>
          )}
          {props.extra}
        </div>
      </div>
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
