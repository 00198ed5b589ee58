import type { MessageId } from "@nexuschat/client/protocol";
import { useEffect } from "react";
import type { ChatLine } from "@/lib/chat";
import { useKeyedState } from "@/ui/use-keyed-state";

/** The number of partner lines since the chat was last visible. */
export function useUnread(
  conversation: string | null,
  lines: readonly ChatLine[],
  open: boolean,
): number {
  const received = lines.filter((line) => !line.mine);
  const last = received.at(-1)?.id ?? null;
  // A line and not a number of lines: a long conversation drops its oldest.
  const [seen, setSeen] = useKeyedState<MessageId | null>(conversation, null);
  const now = open ? last : seen;
  useEffect(() => {
    if (now !== seen) setSeen(now);
  }, [now, seen, setSeen]);
  return received.length - 1 - received.findLastIndex(({ id }) => id === seen);
}
