import type { Id, RoomClientMessage, RoomServerMessage } from "@nexuschat/client/protocol";
import { FIND_AGAIN_MS, joinError } from "@nexuschat/client/search";
import { addLine, markLine } from "@/lib/chat";
import { cleanText } from "@/lib/text";
import type { LinkSignal } from "@/transport/link/peer-link";
import { noPath, unreachedByPartner } from "./connectivity-steps";
import type { Effect, Step } from "./effect";
import { takeCard } from "./icebreaker-steps";
import { likedBack, metAgain } from "./like-steps";
import type { Event, InRoom, Phase, RefusedWhy, Session, Talking } from "./model";
import { startBlurred } from "./picture-steps";
import { takeReaction } from "./reaction-steps";
import type { Talk } from "./talk";
import {
  CONNECT_TIMEOUT_MS,
  HEAL_TIMEOUT_MS,
  OFFER_AFTER_MS,
  PARTNER_STOPPED_MS,
  PARTNER_TYPING_MS,
} from "./timing";
import {
  banned,
  ended,
  fellThrough,
  isInRoom,
  leaving,
  notifyHidden,
  notifyMedia,
  refused,
  same,
  search,
  to,
  withTalk,
} from "./transitions";
import { holdSignal, takeVideoWish } from "./video-wish-steps";

type Connecting = Extract<Phase, { at: "connecting" }>;
type RoomError = Extract<RoomServerMessage, { type: "error" }>;

/** Handles a message of the room socket. A message that names another room is dropped. */
export function stepRoom(session: Session, message: RoomServerMessage, now: number): Step {
  const { phase } = session;
  if (message.type === "banned") return banned(session, message);
  if (!isInRoom(phase)) return same(session);
  if (message.type === "goodbye") return same(session);
  if (message.type === "error") return roomError(session, phase, message, now);
  if (message.room !== phase.room.id) return same(session);
  switch (message.type) {
    case "joined": {
      if (phase.at === "talking") return joinedLast(session, phase, message.partner);
      if (phase.joined) return same(session);
      const joined: Connecting = { ...phase, joined: true };
      if (message.partner !== "awaited") {
        const talk = { ...phase.talk, partnerAway: message.partner === "away" };
        return partnerHere(session, { ...joined, talk }, now);
      }
      return [to(session, joined), [{ do: "timer", name: "connect", ms: CONNECT_TIMEOUT_MS }]];
    }
    case "partner_joined":
      if (phase.at === "talking") return joinedLast(session, phase, "present");
      if (phase.partnerHere) return same(session);
      return partnerHere(session, phase, now);
    case "resumed": {
      const talk = { ...phase.talk, selfAway: false, partnerAway: message.partner === "away" };
      const next = { ...to(session, { ...phase, talk }), saidHidden: false };
      const back: Effect[] = [
        { do: "recover-link" },
        ...(session.saidHidden ? notifyHidden(next) : []),
      ];
      // The dropped socket may have lost `partner_joined`.
      const [here, effects] =
        phase.at === "connecting" && !phase.partnerHere
          ? partnerHere(next, { ...phase, talk }, now)
          : [next, notifyMedia(next)];
      return [here, [...back, ...effects]];
    }
    case "partner_away":
      return same(withTalk(session, phase, { partnerAway: true, partnerTyping: false }));
    case "partner_back":
      return same(withTalk(session, phase, { partnerAway: false }));
    case "partner_left":
      // Before any conversation there is nothing to read: search again at once.
      if (phase.at === "talking") return ended(session, message.reason, now);
      if (message.reason === "ice_failed" && session.wishes.mode === "video") {
        return unreachedByPartner(session, now);
      }
      return message.reason === "no_show" ? fellThrough(session, now) : search(session, now);
    case "description": {
      const { description } = message;
      return takeSignal(session, phase, { kind: "description", description });
    }
    case "candidates": {
      const { candidates } = message;
      return takeSignal(session, phase, { kind: "candidates", candidates });
    }
    case "chat_received": {
      const text = cleanText(message.text);
      const line = {
        id: message.id,
        mine: false,
        text,
        atMs: message.at_ms,
        mark: "received",
      } as const;
      const lines = text ? addLine(phase.talk.lines, line) : phase.talk.lines;
      return [
        withTalk(session, phase, { lines, partnerTyping: false }),
        [{ do: "clear-timer", name: "partner-typing" }],
      ];
    }
    case "delivered":
      return [
        withTalk(session, phase, { lines: markLine(phase.talk.lines, message.id, "delivered") }),
        [{ do: "clear-timer", name: `unanswered:${message.id}` }],
      ];
    case "typing": {
      const shown = message.on || phase.talk.partnerTyping;
      if (!shown) return same(session);
      const ms = message.on ? PARTNER_TYPING_MS : PARTNER_STOPPED_MS;
      const next = withTalk(session, phase, { partnerTyping: true });
      return [next, [{ do: "timer", name: "partner-typing", ms }]];
    }
    case "react":
      return takeReaction(session, phase, message, now);
    case "card":
      return takeCard(session, phase, message);
    case "media":
      return same(
        withTalk(session, phase, {
          partnerMicrophone: message.microphone,
          partnerCamera: message.camera || message.screen,
          partnerScreen: message.screen,
        }),
      );
    case "reveal":
      return same(withTalk(session, phase, { partnerRevealed: message.on }));
    case "video":
      return takeVideoWish(session, phase, message.on);
    case "liked":
      return likedBack(session);
  }
}

function partnerHere(session: Session, phase: Connecting, now: number): Step {
  const here: Session = to(session, { ...phase, partnerHere: true });
  const effects: Effect[] = [...notifyMedia(here)];
  if (session.wishes.mode === "text") return talking(here, now, effects);
  effects.push(...startBlurred(phase));
  effects.push({ do: "timer", name: "connect", ms: CONNECT_TIMEOUT_MS });
  return [here, effects];
}

/**
 * The link connected before both visitors were in the room, which accepts only signals until then.
 */
function joinedLast(
  session: Session,
  phase: Talking,
  partner: "awaited" | "present" | "away",
): Step {
  if (partner === "awaited") return same(session);
  return [withTalk(session, phase, { partnerAway: partner === "away" }), notifyMedia(session)];
}

const OFFER_SOON: Effect = { do: "timer", name: "offer", ms: OFFER_AFTER_MS };

function talking(session: Session, now: number, effects: readonly Effect[]): Step {
  const { phase } = session;
  if (phase.at !== "connecting") return same(session);
  const [begun, greeting] = metAgain(session, phase.room);
  return [
    {
      ...to(begun, {
        at: "talking",
        room: phase.room,
        since: now,
        link: "steady",
        talk: phase.talk,
      }),
      met: session.met + 1,
      unreached: 0,
      unattended: session.unattended + 1,
      lastMet: { room: phase.room.id, encounter: phase.room.encounter },
    },
    [
      ...effects,
      ...greeting,
      { do: "clear-timer", name: "connect" },
      ...(session.wishes.mode === "video" ? [OFFER_SOON] : []),
    ],
  ];
}

function takeSignal(session: Session, phase: InRoom, signal: LinkSignal): Step {
  if (phase.at === "talking" && phase.link === "agreed") {
    return same(holdSignal(session, phase, signal));
  }
  return [session, [{ do: "signal-link", signal }]];
}

/** Sends a signal of this end of the link to the partner's end. */
export function linkSignal(session: Session, room: Id, signal: LinkSignal): Step {
  const { phase } = session;
  if (!isInRoom(phase)) return same(session);
  if (phase.room.id !== room) return same(session);
  return [session, [signalToRoom(room, signal)]];
}

export function linkState(
  session: Session,
  event: Extract<Event, { type: "link-state" }>,
  now: number,
): Step {
  const { room, state, relayError } = event;
  const { phase } = session;
  if (!isInRoom(phase)) return same(session);
  if (phase.room.id !== room) return same(session);
  switch (state) {
    case "connecting":
      return same(session);
    case "connected":
      if (phase.at === "connecting") return talking(session, now, []);
      return [to(session, { ...phase, link: "steady" }), [{ do: "clear-timer", name: "connect" }]];
    case "interrupted":
    case "closed":
      // The partner's end closed it: the room's reason follows.
      if (phase.at === "connecting") return same(session);
      return [
        to(session, { ...phase, link: "interrupted" }),
        [{ do: "timer", name: "connect", ms: HEAL_TIMEOUT_MS }],
      ];
    case "failed":
      return noPath(session, now, relayError);
  }
}

/** A match did not become a conversation in time, or an interrupted link did not recover. */
export function connectTimeout(session: Session, now: number): Step {
  const { phase } = session;
  if (phase.at === "talking") {
    // A link is repaired through the room: while the room may resume, the link may recover.
    if (!isAway(phase.talk)) return noPath(session, now);
    return [session, [{ do: "timer", name: "connect", ms: HEAL_TIMEOUT_MS }]];
  }
  if (phase.at !== "connecting") return same(session);
  if (phase.partnerHere) return noPath(session, now);
  const goodbye = leaving(session, "skip");
  const [next, effects] = search(session, now);
  return [next, [...goodbye, ...effects]];
}

/** The own socket dropped; the server keeps the seat for a while. */
export function roomAway(session: Session): Step {
  const { phase } = session;
  if (!isInRoom(phase)) return same(session);
  return same(withTalk(session, phase, { selfAway: true, partnerTyping: false }));
}

/** Whether either visitor's socket is down while the server keeps the seat. */
export function isAway(talk: Talk): boolean {
  return talk.selfAway || talk.partnerAway;
}

export function roomLost(session: Session, now: number): Step {
  const { phase } = session;
  if (phase.at === "connecting") return search(session, now, FIND_AGAIN_MS);
  return ended(session, "connection_lost", now);
}

export function roomRefused(session: Session, why: RefusedWhy, now: number): Step {
  if (why === "closed") return roomLost(session, now);
  return refused(session, why);
}

function roomError(session: Session, phase: InRoom, message: RoomError, now: number): Step {
  if (message.id !== undefined) {
    return [
      withTalk(session, phase, { lines: markLine(phase.talk.lines, message.id, "failed") }),
      [{ do: "clear-timer", name: `unanswered:${message.id}` }],
    ];
  }
  const error = phase.at === "connecting" && !phase.joined ? joinError(message) : "other";
  if (error === "match-failed") return fellThrough(session, now);
  if (error !== "other") return search(session, now, error.findInMs);
  if (message.code === "room_closed") return ended(session, "closed", now);
  return same(session);
}

function signalToRoom(room: Id, signal: LinkSignal): Effect {
  const message: RoomClientMessage =
    signal.kind === "description"
      ? { type: "description", room, description: signal.description }
      : { type: "candidates", room, candidates: [...signal.candidates] };
  return { do: "send-to-room", message };
}
