import type { RoomServerMessage } from "@nexuschat/client/protocol";
import type { Step } from "./effect";
import type { InRoom, Session } from "./model";
import { same, withTalk } from "./transitions";

// Which icebreaker card both visitors see.

/** The protocol's largest card. */
export const CARD_MAX = 999;

/** The visitor wants another card, for both. */
export function nextCard(session: Session): Step {
  const { phase } = session;
  if (phase.at !== "talking") return same(session);
  const n = phase.talk.card + 1;
  if (n > CARD_MAX) return same(session);
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
  return same(withTalk(session, phase, { card: n }));
}
