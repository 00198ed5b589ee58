import type { MatchServerMessage } from "@/protocol/messages";
import type { Effect, Session, Step } from "./model";
import { NEW_TALK } from "./model";
import { BUSY_WAIT_MS, CONNECT_TIMEOUT_MS, QUIET_ATTEMPTS, SHORT_WAIT_MS } from "./timing";
import { find, leaving, refused, same, search, to } from "./transitions";

type Message<T extends MatchServerMessage["type"]> = Extract<MatchServerMessage, { type: T }>;

/** A message of the matching socket. */
export function stepMatch(session: Session, message: MatchServerMessage, now: number): Step {
  switch (message.type) {
    case "welcome":
      return welcome(session, message, now);
    case "queued":
      return message.find === session.find ? queued(session, message, now) : same(session);
    case "widened": {
      const { phase } = session;
      if (message.find !== session.find || phase.at !== "searching") return same(session);
      return same(to(session, { ...phase, widened: [...phase.widened, message.to] }));
    }
    case "matched":
      return message.find === session.find ? matched(session, message) : same(session);
    case "error":
      return failed(session, message, now);
    case "cancelled":
    case "blocked":
    case "goodbye":
      return same(session);
  }
}

export function matchDown(session: Session, attempt: number): Step {
  const down: Session = { ...session, match: "down" };
  const { at } = session.phase;
  if (at !== "searching" && at !== "reconnecting" && at !== "unavailable") return same(down);
  if (session.network === "offline") {
    return [to(down, { at: "unavailable", cause: "offline" }), [{ do: "clear-timers" }]];
  }
  if (attempt > QUIET_ATTEMPTS) {
    return [to(down, { at: "unavailable", cause: "unreachable" }), [{ do: "clear-timers" }]];
  }
  return [to(down, { at: "reconnecting", attempt }), [{ do: "clear-timers" }]];
}

function welcome(session: Session, message: Message<"welcome">, now: number): Step {
  const open: Session = { ...session, match: "open", online: message.online };
  const { at } = session.phase;
  if (at === "searching" || at === "reconnecting" || at === "unavailable") return search(open, now);
  return same(open);
}

function queued(session: Session, message: Message<"queued">, now: number): Step {
  const { phase } = session;
  switch (phase.at) {
    case "searching":
      return [
        to(session, { ...phase, waiting: message.waiting }),
        [{ do: "clear-timer", name: "find" }],
      ];
    case "connecting":
      // The match fell through; the server searches on in the old place, so no new find is sent.
      if (!phase.partnerHere) {
        return [
          to(session, { at: "searching", since: now, waiting: message.waiting, widened: [] }),
          [{ do: "clear-timers" }, { do: "stop-link" }, ...leaving(session, "skip")],
        ];
      }
      return [session, [{ do: "cancel", find: session.find }]];
    case "talking":
      // The store lost track of a match that came about all the same: tell it.
      return [session, [{ do: "cancel", find: session.find }]];
    default:
      return same(session);
  }
}

function matched(session: Session, message: Message<"matched">): Step {
  const { phase } = session;
  const effects: Effect[] = [{ do: "clear-timers" }];
  if (phase.at === "connecting" || phase.at === "talking") {
    if (phase.room.id === message.room) return same(session); // Told twice: harmless.
    // Joining another room leaves the one before.
    effects.push({ do: "stop-link" });
  } else if (phase.at !== "searching") {
    return same(session);
  }
  const room = {
    id: message.room,
    role: message.role,
    iceServers: message.ice_servers,
    shared: message.partner,
  };
  effects.push({ do: "join", home: message.home, token: message.token });
  // The link is made ahead of the partner's arrival: what it has to say is held until then.
  if (session.wishes.mode === "video") effects.push({ do: "start-link", room });
  effects.push({
    do: "timer",
    name: "connect",
    ms: Math.min(message.expires_in_ms, CONNECT_TIMEOUT_MS),
  });
  const next = {
    at: "connecting",
    room,
    joined: false,
    partnerHere: false,
    held: [],
    talk: NEW_TALK,
  } as const;
  return [to(session, next), effects];
}

function failed(session: Session, message: Message<"error">, now: number): Step {
  const { phase } = session;
  if (message.code === "version") return refused(session, "version");
  if (phase.at !== "searching" && phase.at !== "unavailable") return same(session);
  if (message.find !== undefined && message.find !== session.find) return same(session);
  if (message.find === undefined && message.of !== "find") return same(session);
  const waitMs = message.retry_after_ms ?? BUSY_WAIT_MS;
  const again: Effect = { do: "timer", name: "find", ms: waitMs };
  switch (message.code) {
    case "rate_limited":
    case "unavailable":
    case "internal":
    case "full": {
      if (message.code !== "full" && waitMs <= SHORT_WAIT_MS) return search(session, now, waitMs);
      const cause = message.code === "full" ? "full" : "busy";
      return [to(session, { at: "unavailable", cause }), [{ do: "clear-timers" }, again]];
    }
    default:
      // A find that this server does not understand: asking again would not help.
      return refused(session, "closed");
  }
}

/** A find that had to wait is due. */
export function findDue(session: Session, now: number): Step {
  const { phase } = session;
  if (session.match !== "open") return same(session);
  if (phase.at === "searching") return find(session);
  if (phase.at === "unavailable") return search(session, now);
  return same(session);
}
