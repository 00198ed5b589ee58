import { useEffect } from "react";
import type { ChatLine } from "@/lib/chat";
import { useKeyedState } from "@/ui/use-keyed-state";

/** How many lines the partner wrote since the chat was last in sight. */
export function useUnread(
  conversation: string | null,
  lines: readonly ChatLine[],
  open: boolean,
): number {
  const received = lines.reduce((n, line) => (line.mine ? n : n + 1), 0);
  const [seen, setSeen] = useKeyedState(conversation, 0);
  // The oldest lines of a long conversation go.
  const now = open ? received : Math.min(seen, received);
  useEffect(() => {
    if (now !== seen) setSeen(now);
  }, [now, seen, setSeen]);
  return Math.max(0, received - seen);
}
