import { useEffect } from "react";
import type { ChatLine } from "@/lib/chat";
import { useKeyedState } from "@/ui/use-keyed-state";

/** The number of partner lines since the chat was last visible. */
export function useUnread(
  conversation: string | null,
  lines: readonly ChatLine[],
  open: boolean,
): number {
  const received = lines.reduce((n, line) => (line.mine ? n : n + 1), 0);
  const [seen, setSeen] = useKeyedState(conversation, 0);
  // A long conversation drops its oldest lines.
  const now = open ? received : Math.min(seen, received);
  useEffect(() => {
    if (now !== seen) setSeen(now);
  }, [now, seen, setSeen]);
  return Math.max(0, received - seen);
}
