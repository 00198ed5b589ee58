import { LIMITS } from "@nexuschat/client/protocol";
import type { Step } from "./effect";
import type { Liked, Room, Session } from "./model";
import { MEET_AGAIN_MS } from "./timing";
import { announced, same, withTalk } from "./transitions";

// Partners that this visitor would like to meet again. A search names them, and the server pairs two
// visitors that name each other. A partner learns of a like only if both like each other.

/** What the heart of the present conversation shows. */
export type Heart = "off" | "mine" | "both";

/** Null without a partner whom a later search could name. */
export function heartOf(session: Session): Heart | null {
  const { phase } = session;
  if (phase.at !== "talking" || phase.room.encounter === undefined) return null;
  if (!likes(session, phase.room)) return "off";
  return phase.talk.likedBack ? "both" : "mine";
}

/** The visitor presses the heart. */
export function like(session: Session, on: boolean): Step {
  const { phase } = session;
  const heart = heartOf(session);
  if (phase.at !== "talking" || heart === null || on === (heart !== "off")) return same(session);
  const { id: room, encounter = "" } = phase.room;
  const others = session.liked.filter((one) => one.room !== room);
  const liked = on ? [...others, { room, encounter, untilMs: null }] : others;
  const next: Session = { ...session, liked: liked.slice(-LIMITS.againMax) };
  const said = { do: "send-to-room", message: { type: "like", room, on } } as const;
  if (!on) return [isAboutLike(next) ? { ...next, notice: null } : next, [said]];
  const [shown, effects] = announced(next, phase.talk.likedBack ? "both-like" : "liked");
  return [shown, [said, ...effects]];
}

/** Both visitors like each other. */
export function likedBack(session: Session): Step {
  const { phase } = session;
  if (phase.at !== "talking" || phase.talk.likedBack) return same(session);
  const next = withTalk(session, phase, { likedBack: true });
  // Perhaps the visitor has changed its mind meanwhile.
  return likes(session, phase.room) ? announced(next, "both-like") : same(next);
}

/** A conversation begins with a partner from before: that wish is fulfilled. */
export function metAgain(session: Session, { again }: Room): Step {
  if (again === undefined) return same(session);
  return announced(without(session, again), "met-before");
}

export function without(session: Session, room: Liked["room"]): Session {
  const liked = session.liked.filter((one) => one.room !== room);
  return liked.length === session.liked.length ? session : { ...session, liked };
}

/**
 * The visitor skips this partner: it is not named again before another one was met. Otherwise Skip
 * would lead to the same partner again, because the partner searches, too.
 */
export function skipping(session: Session): Session {
  const { phase } = session;
  if (phase.at !== "talking" || !likes(session, phase.room)) return session;
  const skipped = (one: Liked) => (one.room === phase.room.id ? { ...one, skipped: true } : one);
  return { ...session, liked: session.liked.map(skipped) };
}

/** Drops the partners whose hour is over. For each event, before it is handled. */
export function withoutExpired(session: Session, now: number): Session {
  const isOver = ({ untilMs }: Liked) => untilMs !== null && untilMs <= now;
  if (!session.liked.some(isOver)) return session;
  return { ...session, liked: session.liked.filter((one) => !isOver(one)) };
}

/** The hour of a liked partner begins with the end of the conversation. For each event, after it. */
export function withHours(session: Session, now: number): Session {
  const here = "room" in session.phase ? session.phase.room.id : null;
  const begins = ({ room, untilMs }: Liked) => untilMs === null && room !== here;
  if (!session.liked.some(begins)) return session;
  const untilMs = now + MEET_AGAIN_MS;
  return {
    ...session,
    liked: session.liked.map((one) => (begins(one) ? { ...one, untilMs } : one)),
  };
}

function likes({ liked }: Session, { id }: Room): boolean {
  return liked.some(({ room }) => room === id);
}

function isAboutLike({ notice }: Session): boolean {
  return notice === "liked" || notice === "both-like";
}
