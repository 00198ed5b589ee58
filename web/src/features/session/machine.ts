import { LIMITS, type MatchServerMessage } from "@nexuschat/client/protocol";
import { addLine, markLine, removeLine } from "@/lib/chat";
import { byteLength, cleanText } from "@/lib/text";
import { complain, evidenceLost, sendComplaint } from "./complaint-steps";
import { callBegan, reached } from "./connectivity-steps";
import { stepDevices } from "./device-steps";
import type { Effect, Step } from "./effect";
import { nextCard } from "./icebreaker-steps";
import { like, skipping, withHours, withoutExpired } from "./like-steps";
import {
  findDue,
  matchDown,
  offerDue,
  offerReady,
  proveAgain,
  RENEW_ICE_LATER,
  stepMatch,
  workDone,
} from "./match-steps";
import type { Event, Session, Wishes } from "./model";
import { stepPicture } from "./picture-steps";
import { clearReactions, react } from "./reaction-steps";
import { resume } from "./reload-steps";
import {
  connectTimeout,
  isAway,
  linkSignal,
  linkState,
  roomAway,
  roomLost,
  roomRefused,
  stepRoom,
} from "./room-steps";
import type { TimerName } from "./timing";
import { TYPING_PAUSE_MS, UNANSWERED_MS } from "./timing";
import {
  banned,
  broken,
  countdown,
  isInRoom,
  isVideo,
  leaving,
  notifyHidden,
  refused,
  release,
  same,
  search,
  searchAfter,
  to,
  withTalk,
} from "./transitions";
import { pageShown, releaseDevices, stepVideoWish } from "./video-wish-steps";

/**
 * The whole behaviour of a visit: from a session, an event and the time to the next session and its
 * effects. Pure.
 */
export function step(session: Session, event: Event, now: number): Step {
  const [next, effects] = stepEvent(withoutExpired(session, now), event, now);
  return [withHours(next, now), [...effects, ...releaseDevices(session, next)]];
}

function stepEvent(session: Session, event: Event, now: number): Step {
  switch (event.type) {
    case "input":
      return input(session, event.typing, now);
    case "start":
    case "preview":
    case "reopen":
    case "next":
    case "stay":
    case "stop":
    case "home":
    case "retry":
    case "without-camera":
    case "without-video":
    case "wish":
      return stepVisitor(attended(session), event, now);
    case "send-chat":
    case "resend-chat":
    case "typing":
      return stepChat(session, event, now);
    case "react":
      return react(session, event.emoji, now);
    case "next-card":
      return nextCard(session);
    case "reveal":
    case "screen":
    case "screen-changed":
      return stepPicture(session, event);
    case "wish-video":
    case "decline-video":
      return stepVideoWish(session, event);
    case "like":
      return like(session, event.on);
    case "complain":
      return complain(session, event.complaint, now);
    case "evidence-lost":
      return evidenceLost(session);
    case "share":
    case "ask-again":
    case "media-open":
    case "media-problem":
    case "device-news":
      return stepDevices(session, event, now);
    case "network":
      return network(session, event.online);
    case "hidden":
      return hidden(session, event.on);
    case "match":
      return fromMatch(session, event.message, now);
    case "match-down":
      return matchDown(session, event.attempt, now);
    case "solved":
      return workDone(session, event, now);
    case "match-refused":
      return refused(session, event.why);
    case "room":
      return stepRoom(session, event.message, now);
    case "room-away":
      return roomAway(session);
    case "room-homeless": {
      const { room, seat } = event;
      return [session, [{ do: "send-to-match", message: { type: "rehome", room, seat } }]];
    }
    case "room-lost":
      return roomLost(session, now);
    case "room-refused":
      return roomRefused(session, event.why, now);
    case "offer-ready":
      return offerReady(session);
    case "offer-gone":
      return offerDue(session);
    case "link-signal":
      return linkSignal(session, event.room, event.signal);
    case "link-state":
      return linkState(session, event, now);
    case "call-began":
      return callBegan(session, event);
    case "reach":
      return reached(session, event.reach);
    case "resume":
      return resume(session, event.kept);
    case "ready":
      return ready(session, now);
    case "broken":
      return broken(session);
    case "timer":
      return stepTimer(session, event.name, now);
  }
}

/** Counts as a sign of life. While the visitor types, the countdown to the next partner waits. */
function input(session: Session, typing: boolean, now: number): Step {
  const here = attended(session);
  const { phase } = here;
  if (!typing || phase.at !== "partner-left" || phase.nextAt === null) return same(here);
  return countdown(here, phase, now);
}

function attended(session: Session): Session {
  return session.unattended === 0 ? session : { ...session, unattended: 0 };
}

type VisitorEvent = Extract<
  Event,
  {
    type:
      | "start"
      | "preview"
      | "reopen"
      | "next"
      | "stay"
      | "stop"
      | "home"
      | "retry"
      | "without-camera"
      | "without-video"
      | "wish";
  }
>;

function stepVisitor(session: Session, event: VisitorEvent, now: number): Step {
  const { phase } = session;
  switch (event.type) {
    case "preview":
      if (phase.at !== "idle") return same(session);
      return [
        session,
        [event.on ? { do: "open-media", want: "camera-and-microphone" } : { do: "close-media" }],
      ];
    case "reopen": {
      const called = !resting(session) && isVideo(session);
      if (phase.at !== "idle" && !called) return same(session);
      return [session, [{ do: "open-media", want: event.want }]];
    }
    case "start":
      return resting(session) ? start({ ...session, wishes: event.wishes }, now) : same(session);
    case "wish":
      return phase.at === "searching" ? wish(session, event.wishes, now) : same(session);
    case "retry":
      if (phase.at === "unavailable") return search(session, now);
      if (phase.at === "broken") return start(session, now);
      return resting(session) || isOutOfReach(session) ? start(session, now) : same(session);
    case "without-camera":
      if (phase.at !== "media-error") return same(session);
      return [
        to(session, { at: "requesting-media", want: "microphone" }),
        [{ do: "open-media", want: "microphone" }],
      ];
    case "without-video": {
      if (phase.at !== "no-video") return same(session);
      const wishes = { ...session.wishes, mode: "text" } as const;
      return same({ ...to(session, { at: "idle" }), wishes });
    }
    case "next": {
      if (phase.at === "partner-left") return searchAfter(session, phase, now);
      if (!isInRoom(phase)) return same(session);
      const goodbye = leaving(session, "skip");
      const [next, effects] = search(skipping(session), now);
      return [next, [...goodbye, ...effects]];
    }
    case "stay":
      if (phase.at !== "partner-left") return same(session);
      return [to(session, { ...phase, nextAt: null }), [{ do: "clear-timer", name: "next" }]];
    case "stop":
      if (resting(session)) return same(session);
      return [
        { ...to(session, { at: "stopped", met: session.met }), met: 0, place: null },
        release(session),
      ];
    case "home":
      return resting(session) ? same(to(session, { at: "idle" })) : same(session);
  }
}

function fromMatch(session: Session, message: MatchServerMessage, now: number): Step {
  switch (message.type) {
    case "goodbye":
      return same({ ...session, backAt: now + message.retry_after_ms });
    case "banned":
      return banned(session, message);
    case "welcome":
      return stepMatch({ ...session, backAt: null }, message, now);
    default:
      return stepMatch(session, message, now);
  }
}

/**
 * Whether the reason why no call was possible may be gone: the network may have changed, for
 * example.
 */
function isOutOfReach({ phase }: Session): boolean {
  return phase.at === "no-video" && (phase.why === "blocked" || phase.why === "relay");
}

/** Whether no search and no conversation runs, so that a start is accepted. */
function resting({ phase }: Session): boolean {
  return (
    phase.at === "idle" ||
    phase.at === "stopped" ||
    phase.at === "media-error" ||
    phase.at === "refused"
  );
}

function start(session: Session, now: number): Step {
  if (session.wishes.mode === "text") {
    const [next, effects] = search(session, now);
    return [next, [{ do: "close-media" }, ...effects]];
  }
  const want = "camera-and-microphone";
  return [to(session, { at: "requesting-media", want }), [{ do: "open-media", want }]];
}

/**
 * A find with a higher number replaces the one before, in its place. The clock of the search goes
 * on.
 */
function wish(session: Session, wishes: Wishes, now: number): Step {
  const byText = wishes.mode === "text" && session.wishes.mode !== "text";
  const { phase } = session;
  const [next, effects] = search({ ...session, wishes }, now);
  const went = next.phase.at === "searching" && phase.at === "searching";
  const since = went ? to(next, { ...next.phase, since: phase.since }) : next;
  return [since, byText ? [...effects, { do: "close-media" }] : effects];
}

type ChatEvent = Extract<Event, { type: "send-chat" | "resend-chat" | "typing" }>;

function stepChat(session: Session, event: ChatEvent, now: number): Step {
  const { phase } = session;
  if (phase.at !== "talking") return same(session);
  const { talk, room } = phase;
  const pause: Effect = { do: "timer", name: "typing", ms: TYPING_PAUSE_MS };
  switch (event.type) {
    case "send-chat": {
      const text = cleanText(event.text);
      if (!text || byteLength(text) > LIMITS.chatBytesMax) return same(session);
      const line = { id: event.id, mine: true, text, atMs: now, mark: "sending" } as const;
      return [
        withTalk(session, phase, { lines: addLine(talk.lines, line), typing: false }),
        [
          { do: "clear-timer", name: "typing" },
          { do: "send-to-room", message: { type: "chat", room: room.id, id: event.id, text } },
          { do: "timer", name: `unanswered:${event.id}`, ms: UNANSWERED_MS },
        ],
      ];
    }
    case "resend-chat": {
      const old = talk.lines.find((l) => l.mine && l.id === event.id && l.mark === "failed");
      if (!old) return same(session);
      const without = withTalk(session, phase, { lines: removeLine(talk.lines, old.id) });
      // Same id, because the message may have arrived: the partner's page shows an id once.
      return stepChat(without, { type: "send-chat", id: old.id, text: old.text }, now);
    }
    case "typing": {
      if (event.on === talk.typing) return [session, event.on ? [pause] : []];
      return [
        withTalk(session, phase, { typing: event.on }),
        [
          { do: "send-to-room", message: { type: "typing", room: room.id, on: event.on } },
          event.on ? pause : { do: "clear-timer", name: "typing" },
        ],
      ];
    }
  }
}

function stepTimer(session: Session, name: TimerName, now: number): Step {
  const { phase } = session;
  switch (name) {
    case "find":
      return findDue(session, now);
    case "offer":
      return offerDue(session);
    case "next":
      return phase.at === "partner-left" && phase.nextAt !== null
        ? search(session, now)
        : same(session);
    case "complaint":
      return [session, sendComplaint(session)];
    case "notice":
      return same({ ...session, notice: null });
    case "renew-ice":
      return [session, [{ do: "send-to-match", message: { type: "renew_ice" } }, RENEW_ICE_LATER]];
    case "connect":
      return connectTimeout(session, now);
    case "typing":
      return stepChat(session, { type: "typing", on: false }, now);
    case "partner-typing":
      if (!isInRoom(phase)) return same(session);
      return same(withTalk(session, phase, { partnerTyping: false }));
    case "reactions":
      return clearReactions(session);
    default: {
      if (phase.at !== "talking") return same(session);
      // The server keeps it for a partner who is away. It arrives if that partner resumes.
      if (isAway(phase.talk)) return [session, [{ do: "timer", name, ms: UNANSWERED_MS }]];
      const id = name.slice("unanswered:".length);
      return same(withTalk(session, phase, { lines: markLine(phase.talk.lines, id, "failed") }));
    }
  }
}

/** Starts a search that waited for the code. */
function ready(session: Session, now: number): Step {
  const next: Session = { ...session, ready: true };
  const waiting = session.phase.at === "searching" && session.match === "open" && !session.ready;
  return waiting ? search(next, now) : same(next);
}

/** The home keeps the seat longer for a hidden page. */
function hidden(session: Session, on: boolean): Step {
  const next: Session = { ...session, hidden: on };
  // Phones let the sockets of a hidden page die.
  const shown: readonly Effect[] = on ? [] : [{ do: "hurry-sockets" }, ...pageShown(next)];
  return [next, [...notifyHidden(next), ...shown]];
}

function network(session: Session, online: boolean): Step {
  const next: Session = { ...session, network: online ? "online" : "offline" };
  const { at } = session.phase;
  if (online) return [next, [{ do: "hurry-sockets" }, ...proveAgain(next)]];
  if (at === "reconnecting") return same(to(next, { at: "unavailable", cause: "offline" }));
  return same(next);
}
