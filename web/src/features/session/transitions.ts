import { failUnsent } from "@/lib/chat";
import type { BannedMessage, Id, LeaveReason, RoomClientMessage } from "@/protocol/messages";
import { AHEAD_LIFE_MS } from "@/transport/link-deck";
import type { Effect, EndReason, Phase, RefusedWhy, Session, Step } from "./model";
import { NEXT_COUNTDOWN_MS, SERVER_SILENT_MS } from "./timing";

// The moves that several events share. Each says what happens to what the old phase had open.

export const same = (session: Session): Step => [session, []];

export const to = (session: Session, phase: Phase): Session => ({ ...session, phase });

/** Searches a partner now, in `delayMs`, or as soon as the matching socket is open. */
export function search(session: Session, now: number, delayMs = 0): Step {
  const effects: Effect[] = [{ do: "clear-timers" }, { do: "stop-link" }];
  const searching: Phase = { at: "searching", since: now, waiting: null, widened: [] };
  switch (session.match) {
    case "open":
      if (delayMs > 0) {
        // The number is taken at once: whatever still comes for the find before is stale from now on.
        const waiting = { ...to(session, searching), find: session.find + 1 };
        return [waiting, [...effects, { do: "timer", name: "find", ms: delayMs }]];
      }
      // The find first: taking a link down takes its time.
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
 * The match was lost before both were in. The server knows, and searches on in the old place: it says
 * `queued` or `matched` for the same find. Only if it stays silent a new find is sent.
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

/** Sends the next find; the first one once this browser has shown that it can be reached at all. */
export function find(
  session: Session,
  before: readonly Effect[] = [],
  after: readonly Effect[] = [],
): Step {
  if (session.mustProveReach && session.wishes.mode === "video") {
    return [session, [...before, ...prepare(session), ...after]];
  }
  const number = session.find + 1;
  return [
    { ...session, find: number },
    [
      ...before,
      {
        do: "find",
        find: number,
        wishes: session.wishes,
        relayOnly: hides(session),
        ...(session.place === null ? {} : { place: session.place }),
      },
      ...after,
    ],
  ];
}

/** Makes an offer for the partner to come, unless there is a young one. Who finds somebody at once needs none. */
export function prepare(session: Session): readonly Effect[] {
  const { ahead, wishes, match } = session;
  if (!ahead || wishes.mode !== "video" || match !== "open") return [];
  return [
    { do: "prepare-offer", ahead: { ...ahead, relayOnly: hides(session) } },
    { do: "timer", name: "offer", ms: AHEAD_LIFE_MS },
  ];
}

/** Whether partners shall not learn this visitor's address, whoever wishes it. */
export function hides(session: Session): boolean {
  return session.wishes.relayOnly === true || session.ahead?.relayOnly === true;
}

/** Gives the room up, telling the partner, if there is a room. */
export function leaving(session: Session, reason: LeaveReason): readonly Effect[] {
  const { phase } = session;
  if (phase.at !== "connecting" && phase.at !== "talking") return [];
  return [{ do: "leave", room: phase.room.id, reason }];
}

/** The conversation is over and the visitor did not ask for it: show why, then go on. */
export function ended(session: Session, reason: EndReason, now: number): Step {
  const { phase } = session;
  if (phase.at !== "connecting" && phase.at !== "talking") return same(session);
  const talk = {
    ...phase.talk,
    lines: failUnsent(phase.talk.lines),
    typing: false,
    partnerTyping: false,
  };
  const talkedMs = phase.at === "talking" ? now - phase.since : 0;
  const nextAt = now + NEXT_COUNTDOWN_MS;
  return [
    to(session, { at: "partner-left", reason, talkedMs, nextAt, talk }),
    [
      { do: "clear-timers" },
      { do: "stop-link" },
      { do: "timer", name: "next", ms: NEXT_COUNTDOWN_MS },
    ],
  ];
}

/** Gives back everything that is held: camera, link, room. */
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

/** The server forbids to come back by itself. */
export function refused(session: Session, why: RefusedWhy): Step {
  return [
    { ...to(session, { at: "refused", why }), match: "off" },
    [...release(session), { do: "close-match" }],
  ];
}

/** The operator does not want this visitor, and says until when and why. */
export function banned(session: Session, message: BannedMessage): Step {
  const [next, effects] = refused(session, "banned");
  const ban = { reason: message.reason, untilMs: message.until_ms };
  return [to(next, { at: "refused", why: "banned", ban }), effects];
}

/** What this visitor shares, for the partner. */
export function mediaMessage(session: Session, room: Id): RoomClientMessage {
  return {
    type: "media",
    room,
    microphone: session.share.microphone && session.devices.microphone,
    camera: session.share.camera && session.devices.camera,
    screen: "talk" in session.phase && session.phase.talk.screen,
  };
}

/** Tells the partner what is shared now, if there is a partner to tell. */
export function tellMedia(session: Session): readonly Effect[] {
  const { phase, wishes } = session;
  if (wishes.mode !== "video") return [];
  const here = phase.at === "talking" || (phase.at === "connecting" && phase.partnerHere);
  return here ? [{ do: "say-to-room", message: mediaMessage(session, phase.room.id) }] : [];
}
