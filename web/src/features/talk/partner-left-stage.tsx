import { SkipForward } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { spokenDuration } from "@/lib/time";
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
  /** When the next search starts by itself; null when it does not. */
  readonly nextAt: number | null;
  readonly onNext: () => void;
  readonly onStay: () => void;
  /** Small, above a conversation that can still be read. */
  readonly compact: boolean;
}

export const LEFT_TITLES: Readonly<Record<LeftReason, string>> = {
  skip: "Stranger moved on",
  stop: "Stranger left",
  ice_failed: "No path between you two",
  media_failed: "Stranger's camera broke",
  reported: "The conversation was ended",
  disconnected: "Stranger lost the connection",
  no_show: "Stranger did not come",
  closed: "The room was closed",
  connection_lost: "The connection was lost",
};

export function PartnerLeftStage(props: PartnerLeftStageProps) {
  const { reason, talkedMs, nextAt, compact } = props;
  const seconds = useSecondsUntil(nextAt);
  return (
    <div
      className={cn(
        "flex flex-col items-center justify-center gap-3 p-6 text-center",
        compact ? "border-t" : "size-full bg-glow pb-28",
      )}
    >
      {!compact && <Lights mood="gone" className="size-36 sm:size-44" />}
      <h1 className={cn("font-semibold", compact ? "text-lg" : "text-2xl sm:text-3xl")}>
        {LEFT_TITLES[reason]}
      </h1>
      <p className="max-w-sm text-muted-foreground">{detail(reason, talkedMs)}</p>
      <div className="mt-2 flex flex-wrap items-center justify-center gap-2.5">
        <Button className="relative overflow-hidden" onClick={props.onNext}>
          {nextAt !== null && (
            <span
              aria-hidden="true"
              className="absolute inset-0 origin-right animate-drain bg-[oklch(0.93_0.07_80)]"
            />
          )}
          <span className="relative inline-flex items-center gap-2">
            Next
            {nextAt !== null && (
              <span aria-hidden="true" className="min-w-[1ch] tabular-nums">
                {seconds}
              </span>
            )}
            <SkipForward aria-hidden="true" className="fill-current" />
          </span>
        </Button>
        {nextAt !== null && (
          <Button variant="secondary" onClick={props.onStay}>
            Wait
          </Button>
        )}
      </div>
    </div>
  );
}

function detail(reason: LeftReason, talkedMs: number): string {
  if (reason === "ice_failed")
    return "Your networks could not reach each other. It is nobody's fault.";
  if (talkedMs < 1000) return "That happens. Somebody else is waiting.";
  return `You talked for ${spokenDuration(talkedMs)}.`;
}

function useSecondsUntil(at: number | null): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(at));
  useEffect(() => {
    if (at === null) return;
    const timer = setInterval(() => setSeconds(secondsUntil(at)), 200);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}

function secondsUntil(at: number | null): number {
  return at === null ? 0 : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
