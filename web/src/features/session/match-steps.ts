import type { MatchServerMessage, SessionDescription } from "@nexuschat/client/protocol";
import {
  accepted,
  challenged,
  findError,
  isCurrent,
  JOIN_TIMEOUT_MS,
  queuedIn,
  type Solution,
  solved,
} from "@nexuschat/client/search";
import { hasRelay } from "@/transport/link/rtc-dictionaries";
import { complaintAnswered, complaintFailed, sendComplaint } from "./complaint-steps";
import type { Effect, Step } from "./effect";
import type { InRoom, Phase, Session } from "./model";
import { startBlurred } from "./picture-steps";
import { NEW_TALK } from "./talk";
import { QUIET_ATTEMPTS, RESTART_MS, SHORT_WAIT_MS } from "./timing";
import {
  find,
  hides,
  isInRoom,
  leaving,
  notifyHidden,
  prepare,
  refused,
  same,
  search,
  to,
} from "./transitions";

type Message<T extends MatchServerMessage["type"]> = Extract<MatchServerMessage, { type: T }>;

/** Handles a message of the matching socket. */
export function stepMatch(session: Session, message: MatchServerMessage, now: number): Step {
  switch (message.type) {
    case "welcome":
      return welcome(session, message, now);
    case "challenge":
      return isCurrent(session, message) ? solve(session, message) : same(session);
    case "queued":
      return isCurrent(session, message) ? queued(session, message, now) : same(session);
    case "widened": {
      const { phase } = session;
      if (!isCurrent(session, message) || phase.at !== "searching") return same(session);
      return same(to(session, { ...phase, widened: [...phase.widened, message.to] }));
    }
    case "matched":
      return isCurrent(session, message) ? matched(session, message, now) : same(session);
    case "error":
      if (message.of === "rehome") return roomStays(session, message);
      return complaintFailed(session, message) ?? failed(session, message, now);
    case "blocked":
    case "reported":
      return complaintAnswered(session, message);
    case "cool_down": {
      const { cause, until_ms: untilMs, reference } = message;
      return same({ ...session, coolDown: { cause, untilMs, reference } });
    }
    case "ice_renewed":
      return [renewed(session, message), [renewLink(message)]];
    case "rehomed": {
      const { room, home } = message;
      return [renewed(session, message), [{ do: "move-room", room, home }, renewLink(message)]];
    }
    case "cancelled":
    case "banned":
    case "goodbye":
      return same(session);
  }
}

/** TURN credentials live for ten minutes; a link that needs another path needs valid ones. */
const RENEW_ICE_MS = 4 * 60_000;

export const RENEW_ICE_LATER: Effect = { do: "timer", name: "renew-ice", ms: RENEW_ICE_MS };

/** Stores the servers for the next pre-generated link. */
function renewed(session: Session, { ice_servers }: Message<"ice_renewed" | "rehomed">): Session {
  const { preparation } = session;
  return { ...session, preparation: preparation && { ...preparation, iceServers: ice_servers } };
}

function renewLink({ ice_servers: iceServers }: Message<"ice_renewed" | "rehomed">): Effect {
  return { do: "renew-servers", iceServers };
}

function roomStays(session: Session, { room, retry_after_ms }: Message<"error">): Step {
  if (!room) return same(session);
  return [session, [{ do: "room-stays", room, retryAfterMs: retry_after_ms }]];
}

export function matchDown(session: Session, attempt: number, now: number): Step {
  const down: Session = { ...session, match: "down" };
  const { at } = session.phase;
  if (at !== "searching" && at !== "reconnecting" && at !== "unavailable") return same(down);
  if (session.network === "offline") {
    return [to(down, { at: "unavailable", cause: "offline" }), [{ do: "clear-timers" }]];
  }
  const restarts = session.backAt !== null && now < session.backAt + RESTART_MS;
  if (attempt > QUIET_ATTEMPTS && !restarts) {
    return [to(down, { at: "unavailable", cause: "unreachable" }), [{ do: "clear-timers" }]];
  }
  return [to(down, { at: "reconnecting", attempt }), [{ do: "clear-timers" }]];
}

function welcome(session: Session, message: Message<"welcome">, now: number): Step {
  const preparation = {
    iceServers: message.ice_servers ?? [],
    relayOnly: message.relay_only === true,
  };
  // If it still holds, the server sends it again.
  const coolDown = null;
  const open: Session = {
    ...session,
    match: "open",
    online: message.online,
    preparation,
    coolDown,
  };
  const isRelayed = preparation.iceServers.some(({ credential }) => credential !== undefined);
  const renewal: Effect = isRelayed ? RENEW_ICE_LATER : { do: "clear-timer", name: "renew-ice" };
  const said = [...sendComplaint(session), renewal];
  const { at } = session.phase;
  if (at !== "searching" && at !== "reconnecting" && at !== "unavailable") return [open, said];
  const [next, effects] = search(open, now);
  return [next, [...said, ...effects]];
}

/** This visitor's network searches very often: the find begins once a worker has solved that. */
function solve(session: Session, message: Message<"challenge">): Step {
  if (searchStage(session.phase) !== "searching") return same(session);
  const { challenge, bits } = message;
  return [
    challenged(session, message),
    [
      { do: "clear-timer", name: "find" },
      { do: "solve", challenge, bits },
    ],
  ];
}

export function workDone(session: Session, solution: Solution, now: number): Step {
  const next = solved(session, solution);
  if (!next || searchStage(session.phase) !== "searching") return same(session);
  if (next.findInMs === 0) return findDue(next.state, now);
  return [next.state, [{ do: "timer", name: "find", ms: next.findInMs }]];
}

function queued(before: Session, message: Message<"queued">, now: number): Step {
  const session = accepted(before, message);
  const { phase } = session;
  const { waiting, estimate_ms: estimateMs } = message;
  const searching = { at: "searching", since: now, widened: [] } as const;
  switch (queuedIn(searchStage(phase))) {
    case "waits": {
      const shown = phase.at === "searching" ? phase : searching;
      return [
        to(session, { ...shown, waiting, estimateMs }),
        [{ do: "clear-timer", name: "find" }, ...prepare(session)],
      ];
    }
    case "match-failed":
      return [
        to(session, { ...searching, waiting }),
        [
          { do: "clear-timers" },
          { do: "stop-link" },
          ...leaving(session, "skip"),
          ...prepare(session),
        ],
      ];
    case "unwanted":
      return [{ ...session, place: null }, [{ do: "cancel", find: session.find }]];
  }
}

/** The phase in terms of the search. While the server is `unavailable` it may still find a match. */
function searchStage(phase: Phase): "searching" | "joining" | "talking" | "idle" {
  switch (phase.at) {
    case "searching":
    case "reconnecting":
    case "unavailable":
      return "searching";
    case "connecting":
      return phase.partnerHere ? "talking" : "joining";
    case "talking":
      return "talking";
    default:
      return "idle";
  }
}

function matched(session: Session, message: Message<"matched">, now: number): Step {
  const { phase } = session;
  const effects: Effect[] = [{ do: "clear-timers" }];
  if (isInRoom(phase)) {
    if (phase.room.id === message.room) return same(session); // A duplicate is harmless.
    // To join another room leaves the previous one.
    effects.push({ do: "stop-link" });
  } else if (searchStage(phase) !== "searching") {
    return same(session);
  }
  const room = {
    id: message.room,
    role: message.role,
    iceServers: message.ice_servers,
    // If the visitor chose relay-only, it stays on even if the server no longer knows of the
    // choice.
    relayOnly: message.relay_only === true || session.wishes.relayOnly === true,
    shared: message.partner,
    encounter: message.encounter,
    ...(message.again === undefined ? {} : { again: message.again }),
  };
  const next: InRoom = {
    at: "connecting",
    room,
    since: now,
    joined: false,
    partnerHere: false,
    talk: { ...NEW_TALK, revealed: !(session.wishes.mode === "video" && session.wishes.blurFirst) },
  };
  effects.push({ do: "join", room: room.id, home: message.home, seat: message.seat });
  if (session.hidden) effects.push(...notifyHidden(to(session, next)));
  // The link starts before the partner joins: the room keeps its signals until then.
  if (session.wishes.mode === "video") {
    // Blurred before the partner can see anything: the first picture may be faster than the message
    // that the partner joined.
    effects.push({ do: "start-link", room }, ...startBlurred(next));
    const description = pregeneratedIn(message);
    if (description) {
      effects.push({ do: "signal-link", signal: { kind: "description", description } });
    }
  }
  effects.push({
    do: "timer",
    name: "connect",
    ms: Math.min(message.expires_in_ms, JOIN_TIMEOUT_MS),
  });
  const preparation = session.preparation && {
    ...session.preparation,
    iceServers: message.ice_servers,
  };
  return [{ ...accepted(to(session, next), message), preparation }, effects];
}

/** The partner's pre-generated description. */
function pregeneratedIn({ role, offer, answer }: Message<"matched">): SessionDescription | null {
  if (role === "responder") return offer ? { type: "offer", sdp: offer } : null;
  return answer ? { type: "answer", sdp: answer } : null;
}

/**
 * A pre-generated offer is ready. During a search it is sent to the server; otherwise the next find
 * takes it along.
 */
export function offerReady(session: Session): Step {
  // Without proof that this browser can be reached no find was sent. The next find carries the
  // offer.
  const isSearching = session.phase.at === "searching" && !session.mustProveReach;
  if (!isSearching || session.match !== "open") return same(session);
  return [session, [{ do: "offer", find: session.find, relayOnly: hides(session) }]];
}

/**
 * Makes or replaces the pre-generated offer. During a conversation it is made for the next search,
 * with an answer in case another visitor already waits. It then allocates no relay, because the
 * operator pays for relays.
 */
export function offerDue(session: Session): Step {
  const { at } = session.phase;
  if (at !== "searching" && at !== "talking") return same(session);
  if (at === "searching") return [session, prepare(session)];
  const { preparation, wishes, ready } = session;
  if (!preparation || !ready || wishes.mode !== "video") return same(session);
  const answer = {
    do: "prepare-answer",
    preparation: { ...preparation, relayOnly: hides(session) },
  } as const;
  const relays = preparation.iceServers.some(hasRelay);
  return [session, [answer, ...(relays ? [{ do: "discard-offer" } as const] : prepare(session))]];
}

/** A search that waits for proof that this browser can be reached looks for it on a new network. */
export function proveAgain(session: Session): readonly Effect[] {
  const waits = session.phase.at === "searching" && session.mustProveReach;
  return waits ? prepare(session) : [];
}

function failed(session: Session, message: Message<"error">, now: number): Step {
  const { phase } = session;
  if (message.code === "version") return refused(session, "version");
  const error = searchStage(phase) === "searching" ? findError(session, message) : "other";
  switch (error) {
    case "other":
    case "stale":
      return same(session);
    case "continues":
      if (message.code !== "full") return [session, [{ do: "clear-timer", name: "find" }]];
      return [to(session, { at: "unavailable", cause: "full" }), [{ do: "clear-timers" }]];
    case "rejected":
      return refused(session, "closed");
    default: {
      const ms = error.findInMs;
      if (ms <= SHORT_WAIT_MS) return search(session, now, ms);
      const again: Effect = { do: "timer", name: "find", ms };
      return [to(session, { at: "unavailable", cause: "busy" }), [{ do: "clear-timers" }, again]];
    }
  }
}

/** A delayed find is due. */
export function findDue(session: Session, now: number): Step {
  const { phase } = session;
  if (session.match !== "open") return same(session);
  if (phase.at === "searching") return find(session);
  if (phase.at === "unavailable") return search(session, now);
  return same(session);
}
