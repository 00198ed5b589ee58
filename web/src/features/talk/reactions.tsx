import type { Reaction } from "@nexuschat/client/protocol";
import { useEffect } from "react";
import { useMessages } from "@/i18n/i18n";
import { tick } from "@/lib/haptics";
import { REACTIONS } from "@/lib/reactions";
import { cn } from "@/lib/utils";

export interface ReactionsProps {
  /** A few at most. `atMs` identifies each. */
  readonly shown: readonly {
    readonly atMs: number;
    readonly mine: boolean;
    readonly emoji: Reaction;
  }[];
}

/** Beside each other, so that several in a row do not cover each other. */
const LANES = ["0rem", "2.5rem", "1.25rem", "3.5rem"];

/**
 * Reactions that rise over the area around them: the partner's from its middle, the visitor's own
 * as a smaller echo from the side of the own picture.
 */
export function Reactions({ shown }: ReactionsProps) {
  const m = useMessages().reactions;
  const latest = shown.at(-1);
  useEffect(() => {
    if (latest?.atMs !== undefined) tick();
  }, [latest?.atMs]);
  return (
    <div className="pointer-events-none absolute inset-0 z-15 overflow-hidden rounded-[inherit]">
      {shown.map(({ atMs, mine, emoji }) => (
        <span
          key={atMs}
          aria-hidden="true"
          data-testid={mine ? "own-reaction" : "partner-reaction"}
          className={cn(
            "absolute bottom-[22%] animate-rise drop-shadow-lg",
            mine ? "end-[12%] text-4xl" : "start-[45%] text-6xl squat:text-4xl",
          )}
          style={{ marginInlineStart: mine ? 0 : LANES[atMs % LANES.length] }}
        >
          {REACTIONS[emoji]}
        </span>
      ))}
      <p role="status" className="sr-only">
        {/* A new element for each: screen readers ignore unchanged text. */}
        {latest && (
          <span key={latest.atMs}>{(latest.mine ? m.yours : m.theirs)(m.names[latest.emoji])}</span>
        )}
      </p>
    </div>
  );
}
