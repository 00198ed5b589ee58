import { useEffect, useState } from "react";
import type { ChatLine } from "@/lib/chat";

/** How many lines the partner wrote since the chat was last in sight. */
export function useUnread(lines: readonly ChatLine[], open: boolean): number {
  const received = lines.reduce((n, line) => (line.mine ? n : n + 1), 0);
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    // A new conversation starts at none.
    setSeen((before) => (open ? received : Math.min(before, received)));
  }, [open, received]);
  return Math.max(0, received - seen);
}
