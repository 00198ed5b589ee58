import type { RoomServerMessage } from "@nexuschat/client/protocol";
import type { Step } from "./effect";
import type { InRoom, Session } from "./model";
import { same, withTalk } from "./transitions";

// Which icebreaker card both visitors see.

/**
 * How far one message of the partner moves on. Some may have been lost when the room moved. A jump
 * to the protocol's largest number would leave no further card to both.
 */
export const CARDS_AT_ONCE_MAX = 8;

/** The visitor wants another card, for both. */
export function nextCard(session: Session): Step {
  const { phase } = session;
  if (phase.at !== "talking") return same(session);
  const n = phase.talk.card + 1;
  return [
    withTalk(session, phase, { card: n }),
    [{ do: "send-to-room", message: { type: "card", room: phase.room.id, n } }],
  ];
}

/** The partner moved on to another card. */
export function takeCard(
  session: Session,
  phase: InRoom,
  { n }: Extract<RoomServerMessage, { type: "card" }>,
): Step {
  // Both may press at once, and a message may be resent: the larger number wins on both sides.
  if (n <= phase.talk.card) return same(session);
  const card = Math.min(n, phase.talk.card + CARDS_AT_ONCE_MAX);
  return same(withTalk(session, phase, { card }));
}
