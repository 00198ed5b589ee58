import type { BannedMessage, Id, LeaveReason, RoomClientMessage } from "@nexuschat/client/protocol";
import {
  findMessage,
  nextFind,
  SERVER_SILENT_MS,
  type Wishes as WireWishes,
} from "@nexuschat/client/search";
import { failUnsent } from "@/lib/chat";
import { PREGENERATED_LIFE_MS } from "@/transport/link/link-deck";
import type { Effect, Step } from "./effect";
import type { EndReason, InRoom, Notice, Phase, RefusedWhy, Session, Talking } from "./model";
import type { Talk } from "./talk";
import { GLANCE_MS, NEXT_COUNTDOWN_MS, NOTICE_MS, UNATTENDED_MAX } from "./timing";

// Transitions that several events share. Each handles the resources of the old phase.

type PartnerLeft = Extract<Phase, { at: "partner-left" }>;

export const same = (session: Session): Step => [session, []];

export const to = (session: Session, phase: Phase): Session => ({ ...session, phase });

export function isInRoom(phase: Phase): phase is InRoom {
  return phase.at === "connecting" || phase.at === "talking";
}

export function withTalk(session: Session, phase: InRoom, change: Partial<Talk>): Session {
  return to(session, { ...phase, talk: { ...phase.talk, ...change } });
}

/** Shows a notice for a while. */
export function announced(session: Session, notice: Notice): Step {
  return [{ ...session, notice }, [{ do: "timer", name: "notice", ms: NOTICE_MS }]];
}

/** Whether the visit is between the first search and Stop. */
export function isInCall({ at }: Phase): boolean {
  return (
    at === "searching" ||
    at === "reconnecting" ||
    at === "connecting" ||
    at === "talking" ||
    at === "partner-left"
  );
}

/** The conversation of two who write and have both wished for a video call; otherwise null. */
export function agreedCall(phase: Phase): Talking | null {
  if (phase.at !== "talking") return null;
  return phase.talk.videoWish === "sent" && phase.talk.partnerVideoWish ? phase : null;
}

/** Whether the visitor talks by video: as the search wished, or as two who write agreed. */
export function isVideo({ wishes, phase }: Pick<Session, "wishes" | "phase">): boolean {
  return wishes.mode === "video" || agreedCall(phase) !== null;
}

/**
 * Searches for a partner now, after `delayMs`, or once the matching socket is open and the page is
 * ready.
 */
export function search(session: Session, now: number, delayMs = 0): Step {
  const effects: Effect[] = [{ do: "clear-timers" }, { do: "stop-link" }];
  const searching: Phase = { at: "searching", since: now, waiting: null, widened: [] };
  switch (session.match) {
    case "open":
      if (!session.ready) return [to(session, searching), effects];
      if (delayMs > 0) {
        // The number is taken at once: messages for the previous find are stale from now on.
        const waiting = nextFind(to(session, searching));
        return [waiting, [...effects, { do: "timer", name: "find", ms: delayMs }]];
      }
      // The find is sent first, because closing a link takes time.
      return find(to(session, searching), [{ do: "clear-timers" }], [{ do: "stop-link" }]);
    case "off":
      effects.push({ do: "connect-match" });
      return [{ ...to(session, searching), match: "opening" }, effects];
    case "opening":
      return [to(session, searching), effects];
    case "down":
      effects.push({ do: "hurry-sockets" });
      return [to(session, { at: "reconnecting", attempt: 1 }), effects];
  }
}

/**
 * The match was lost before both joined. The server knows, and continues the search in the old
 * place: it sends `queued` or `matched` for the same find. A new find is sent only if the server
 * stays silent.
 */
export function fellThrough(session: Session, now: number): Step {
  const searching: Phase = { at: "searching", since: now, waiting: null, widened: [] };
  if (session.match !== "open") return search(session, now);
  return [
    to(session, searching),
    [
      { do: "clear-timers" },
      { do: "stop-link" },
      { do: "timer", name: "find", ms: SERVER_SILENT_MS },
    ],
  ];
}

/** Sends the next find. The first one waits for proof that this browser can be reached. */
export function find(
  session: Session,
  before: readonly Effect[] = [],
  after: readonly Effect[] = [],
): Step {
  if (session.mustProveReach && session.wishes.mode === "video") {
    return [session, [...before, ...prepare(session), ...after]];
  }
  const next = nextFind(session);
  const message = findMessage(next, wireWishes(session));
  return [next, [...before, { do: "find", message, relayOnly: hides(session) }, ...after]];
}

function wireWishes(session: Session): WireWishes {
  const { wishes, lastMet } = session;
  const again = session.liked
    .filter(({ room, skipped }) => !skipped || room !== lastMet?.room)
    .map(({ room, encounter }) => ({ room, encounter }));
  return {
    mode: wishes.mode,
    ...(wishes.interests.length > 0 ? { interests: wishes.interests } : {}),
    ...(wishes.languages?.length ? { languages: wishes.languages } : {}),
    ...(wishes.lane ? { lane: wishes.lane } : {}),
    ...(wishes.relayOnly ? { relay_only: true } : {}),
    ...(again.length > 0 ? { again } : {}),
  };
}

/** Prepares an offer for the next partner, unless there is one that has not expired. */
export function prepare(session: Session): readonly Effect[] {
  const { preparation, wishes, match, ready } = session;
  if (!preparation || !ready || wishes.mode !== "video" || match !== "open") return [];
  return [
    { do: "prepare-offer", preparation: { ...preparation, relayOnly: hides(session) } },
    { do: "timer", name: "offer", ms: PREGENERATED_LIFE_MS },
  ];
}

/**
 * Whether partners must not learn this visitor's address, by the visitor's choice or the site's.
 */
export function hides(session: Session): boolean {
  return session.wishes.relayOnly === true || session.preparation?.relayOnly === true;
}

/** Leaves the room, if there is one, and notifies the partner. */
export function leaving(session: Session, reason: LeaveReason): readonly Effect[] {
  const { phase } = session;
  if (!isInRoom(phase)) return [];
  return [{ do: "leave", room: phase.room.id, reason }];
}

/** The conversation ended without the visitor's doing: shows the reason, then searches again. */
export function ended(session: Session, reason: EndReason, now: number): Step {
  const { phase } = session;
  if (!isInRoom(phase)) return same(session);
  const talk = {
    ...phase.talk,
    lines: failUnsent(phase.talk.lines),
    typing: false,
    partnerTyping: false,
    reactions: [],
  };
  const talkedMs = phase.at === "talking" ? now - phase.since : 0;
  const notBefore = phase.since + GLANCE_MS;
  // Two who talked had a path, and lost it.
  const lost = reason === "ice_failed" && phase.at === "talking";
  const shown = lost ? "connection_lost" : reason;
  const left = { at: "partner-left", reason: shown, talkedMs, notBefore, talk } as const;
  const over: readonly Effect[] = [{ do: "clear-timers" }, { do: "stop-link" }];
  if (session.unattended >= UNATTENDED_MAX) {
    return [to(session, { ...left, nextAt: null, unattended: true }), over];
  }
  const [counting, timer] = countdown(session, { ...left, nextAt: null }, now);
  return [counting, [...over, ...timer]];
}

/** The visitor wants the next partner. */
export function searchAfter(session: Session, { notBefore = 0 }: PartnerLeft, now: number): Step {
  // If the clock was set back, the time is far.
  const delayMs = Math.min(Math.max(0, notBefore - now), GLANCE_MS);
  return search(session, now, delayMs);
}

/** Starts or restarts the countdown to the next search. */
export function countdown(session: Session, left: PartnerLeft, now: number): Step {
  return [
    to(session, { ...left, nextAt: now + NEXT_COUNTDOWN_MS }),
    [{ do: "timer", name: "next", ms: NEXT_COUNTDOWN_MS }],
  ];
}

/** Releases everything that is held: camera, link, room. */
export function release(session: Session): readonly Effect[] {
  const effects: Effect[] = [{ do: "clear-timers" }];
  const { at } = session.phase;
  if (at === "searching" || at === "unavailable") {
    if (session.match === "open" && session.find > 0) {
      effects.push({ do: "cancel", find: session.find });
    }
  }
  effects.push({ do: "stop-link" }, ...leaving(session, "stop"));
  effects.push({ do: "close-room" }, { do: "close-media" });
  return effects;
}

/** The server forbids automatic reconnecting. */
export function refused(session: Session, why: RefusedWhy): Step {
  return [
    { ...to(session, { at: "refused", why }), match: "off" },
    [...release(session), ...closeMatch],
  ];
}

const closeMatch: readonly Effect[] = [
  { do: "clear-timer", name: "renew-ice" },
  { do: "close-match" },
];

/**
 * A part of the page threw. The visit ends, so that no camera stays on behind a page that does not
 * respond.
 */
export function broken(session: Session): Step {
  if (session.phase.at === "broken") return same(session);
  return [
    { ...to(session, { at: "broken" }), match: "off", place: null },
    [...release(session), ...closeMatch],
  ];
}

/** The operator banned this visitor; the message has the end and the reason. */
export function banned(session: Session, message: BannedMessage): Step {
  const [next, effects] = refused(session, "banned");
  const ban = { reason: message.reason, untilMs: message.until_ms, reference: message.reference };
  return [to(next, { at: "refused", why: "banned", ban }), effects];
}

/**
 * Notifies the home of the room, if there is one, whether the page is hidden. The home remembers
 * that over a resume, but not after a join.
 */
export function notifyHidden({ phase, hidden: on }: Session): readonly Effect[] {
  if (!isInRoom(phase)) return [];
  return [{ do: "send-to-room", message: { type: "hidden", room: phase.room.id, on } }];
}

/** The message with what this visitor shares, for the partner. */
export function mediaMessage(session: Session, room: Id): RoomClientMessage {
  const { share, devices, idle } = session;
  return {
    type: "media",
    room,
    microphone: share.microphone && devices.microphone && !idle.microphone,
    camera: share.camera && devices.camera && !idle.camera,
    screen: "talk" in session.phase && session.phase.talk.screen,
  };
}

/** Sends a present partner what is shared now, unless that equals `before`. */
export function notifyMedia(session: Session, before?: Session): readonly Effect[] {
  const { phase } = session;
  if (!isVideo(session)) return [];
  const here = phase.at === "talking" || (phase.at === "connecting" && phase.partnerHere);
  if (!here) return [];
  const message = mediaMessage(session, phase.room.id);
  const told = before && mediaMessage(before, phase.room.id);
  if (JSON.stringify(message) === JSON.stringify(told)) return [];
  return [{ do: "send-to-room", message }];
}
