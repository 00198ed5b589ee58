import type { Reaction, RoomServerMessage } from "@nexuschat/client/protocol";
import type { Effect, Step } from "./effect";
import type { InRoom, Session } from "./model";
import type { ShownReaction, Talk } from "./talk";
import { REACTION_MS } from "./timing";
import { isInRoom, same, withTalk } from "./transitions";

// The emoji that float over the picture for a moment.

/**
 * Reactions of one side that are shown at a time. The visitor's own are not sent beyond that, so
 * that a hammered button does not use up the message limit, which the chat needs.
 */
export const REACTIONS_MAX = 4;

/** How much closer the network may bring the partner's reactions together. */
const HURRIED_MS = 500;

const CLEAR_LATER: Effect = { do: "timer", name: "reactions", ms: REACTION_MS };

/** The visitor reacts. */
export function react(session: Session, emoji: Reaction, now: number): Step {
  const { phase } = session;
  if (phase.at !== "talking") return same(session);
  const { talk, room } = phase;
  const reactions = stillShown(talk, now);
  if (reactions.filter(({ mine }) => mine).length >= REACTIONS_MAX) return same(session);
  const waved = talk.waved || emoji === "wave";
  const shown = addReaction(reactions, { mine: true, emoji }, now);
  return [
    withTalk(session, phase, { reactions: shown, waved }),
    [{ do: "send-to-room", message: { type: "react", room: room.id, emoji } }, CLEAR_LATER],
  ];
}

/** The partner reacted. */
export function takeReaction(
  session: Session,
  phase: InRoom,
  { emoji }: Extract<RoomServerMessage, { type: "react" }>,
  now: number,
): Step {
  const { talk } = phase;
  const partnerWaved = talk.partnerWaved || emoji === "wave";
  if (isTooFast(talk, now)) {
    const isNews = partnerWaved !== talk.partnerWaved;
    return same(isNews ? withTalk(session, phase, { partnerWaved }) : session);
  }
  const shown = addReaction(stillShown(talk, now), { mine: false, emoji }, now);
  return [withTalk(session, phase, { reactions: shown, partnerWaved }), [CLEAR_LATER]];
}

/** The latest reaction was shown long enough. */
export function clearReactions(session: Session): Step {
  const { phase } = session;
  if (!isInRoom(phase)) return same(session);
  return same(withTalk(session, phase, { reactions: [] }));
}

function stillShown({ reactions }: Talk, now: number): readonly ShownReaction[] {
  return reactions.filter(({ atMs }) => now - atMs < REACTION_MS);
}

/**
 * Whether the partner sends more than an honest page does. Each reaction that is shown vibrates, and
 * screen readers announce it.
 */
function isTooFast({ reactions }: Talk, now: number): boolean {
  const latest = reactions.filter(
    ({ mine, atMs }) => !mine && now - atMs < REACTION_MS - HURRIED_MS,
  );
  return latest.length >= REACTIONS_MAX;
}

/** Adds a reaction in place of the oldest of the same side, if there are too many. */
function addReaction(
  shown: readonly ShownReaction[],
  reaction: Omit<ShownReaction, "atMs">,
  now: number,
): readonly ShownReaction[] {
  const same = shown.filter(({ mine }) => mine === reaction.mine);
  const oldest = same.length >= REACTIONS_MAX ? same[0] : undefined;
  // Distinct, because it identifies a reaction.
  const atMs = Math.max(now, (shown.at(-1)?.atMs ?? 0) + 1);
  return [...shown.filter((one) => one !== oldest), { ...reaction, atMs }];
}
