import type { ReactNode } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { LightsAbove } from "@/ui/lights";

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
      <div className={cn(!compact && "stage-words stage-words-alone flex flat:end-3.5")}>
        <div
          className={cn(
            "flex flex-col items-center gap-3 squat:flex-row squat:justify-center",
            compact
              ? "sm:flex-row sm:flex-wrap sm:text-start"
              : "m-auto max-h-full max-w-full squat:max-h-none dense:gap-2 low:gap-1",
          )}
        >
          {!compact && (
            <LightsAbove
              mood="gone"
              className="h-[clamp(3.75rem,18cqh+0.75rem,11.75rem)] squat:hidden"
            />
          )}
          <div
            className={cn(
              "flex min-w-0 shrink-0 flex-col squat:shrink",
              compact ? "grow gap-1" : "items-center gap-3 dense:gap-1 low:gap-1",
            )}
          >
            <h1
              className={cn(
                "font-semibold flat:max-w-full flat:truncate",
                compact ? "text-lg" : "text-title low:text-xl squat:text-lg",
              )}
            >
              {unattended ? m.stillThere.title : m.titles[reason]}
            </h1>
            <p
              className={cn(
                "max-w-sm text-muted-foreground lg:max-w-80 dense:text-sm low:text-sm squat:text-sm flat:hidden",
                (nextAt !== null || unattended) && "squat:hidden",
              )}
            >
              {unattended ? m.stillThere.body : detail(m, props)}
            </p>
            {props.reference}
          </div>
          <div
            className={
              compact
                ? "contents"
                : // Low windows have room for one row.
                  "flex shrink-0 flex-col items-center gap-3 dense:flex-row dense:flex-wrap dense:justify-center low:flex-row low:gap-1 squat:contents"
            }
          >
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
