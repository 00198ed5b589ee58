import type { Id, LeaveReason, MatchServerMessage, RoomServerMessage } from "../protocol.ts";
import {
  accepted,
  challenged,
  FIND_AGAIN_MS,
  findError,
  findMessage,
  isCurrent,
  JOIN_TIMEOUT_MS,
  joinError,
  nextFind,
  queuedIn,
  SERVER_SILENT_MS,
  type Solution,
  solved,
} from "../search.ts";
import {
  type ClientEvent,
  FIRST_VISIT,
  type VisitEffect,
  type VisitEvent,
  type VisitState,
  type VisitStep,
} from "./state.ts";

/** A partner that has not come after this time is given up. The server gives up earlier. */
export const PARTNER_TIMEOUT_MS = 20_000;

type Message<T extends string> = Extract<
  MatchServerMessage | RoomServerMessage,
  { readonly type: T }
>;

const CLEAR: VisitEffect = { do: "clear-timer" };

const same = (state: VisitState): VisitStep => [state, []];
const emit = (event: ClientEvent): VisitEffect => ({ do: "emit", event });
const timer = (ms: number): VisitEffect => ({ do: "timer", ms });

/**
 * From a state of the visit and an event to the next state and its effects. Pure.
 *
 * The web app has a larger machine of its own (web/src/features/session/machine.ts): most of its
 * states concern devices, the link, outages and reloads, and they decide when a find may be sent. To
 * run this machine inside it would keep each stage twice. Both take the rules of a search from
 * search.ts.
 */
export function stepVisit(state: VisitState, event: VisitEvent): VisitStep {
  if (state.stage.at === "closed") return same(state);
  switch (event.type) {
    case "find": {
      const [next, effects] = search({ ...state, wishes: event.wishes, place: null, toll: null });
      return [next, [...leaving(state, "skip"), ...effects]];
    }
    case "stop":
      return stop(state);
    case "close": {
      const [, effects] = stop(state);
      return closed([...effects, { do: "close" }]);
    }
    case "match":
      return stepMatch(state, event.message);
    case "match-down": {
      const { attempt } = event;
      return [{ ...state, welcomed: false }, [emit({ type: "reconnecting", attempt })]];
    }
    case "room":
      return stepRoom(state, event.message);
    case "room-away":
      return [state, roomOf(state) ? [emit({ type: "away" })] : []];
    case "room-homeless": {
      // Without an answer the question is repeated.
      const { room, seat } = event;
      return [state, [{ do: "send-to-match", message: { type: "rehome", room, seat } }]];
    }
    case "room-lost":
      return lost(state);
    case "refused":
      return refused(state, event);
    case "solved":
      return workDone(state, event);
    case "timer":
      return timedOut(state);
  }
}

/** Searches now, or once the matching socket is open. */
function search(before: VisitState): VisitStep {
  const state: VisitState = { ...before, stage: { at: "searching" } };
  return state.welcomed ? find(state) : [state, [CLEAR]];
}

function searchLater(state: VisitState, ms: number): VisitStep {
  // The number is taken at once: messages for the previous find are stale from now on.
  return [{ ...nextFind(state), stage: { at: "searching" } }, [timer(ms)]];
}

function find(before: VisitState): VisitStep {
  const { wishes } = before;
  if (!wishes) return same(before);
  const state = nextFind(before);
  return [state, [CLEAR, { do: "send-to-match", message: findMessage(state, wishes) }]];
}

function stop(state: VisitState): VisitStep {
  const cancel: readonly VisitEffect[] =
    state.stage.at === "searching" && state.find > 0 ? [cancelOf(state)] : [];
  return [
    { ...state, stage: { at: "idle" }, place: null, toll: null },
    [CLEAR, ...cancel, ...leaving(state, "stop")],
  ];
}

function closed(effects: readonly VisitEffect[]): VisitStep {
  return [{ ...FIRST_VISIT, stage: { at: "closed" } }, effects];
}

function refused(
  state: VisitState,
  { socket, why }: Extract<VisitEvent, { readonly type: "refused" }>,
): VisitStep {
  const concernsVisitor = ["banned", "rate_limited", "replaced", "version"].includes(why);
  if (socket === "room" && !concernsVisitor) return lost(state);
  return closed([CLEAR, { do: "close" }, emit({ type: "refused", why })]);
}

function cancelOf({ find }: VisitState): VisitEffect {
  return { do: "send-to-match", message: { type: "cancel", find } };
}

function leaving(state: VisitState, reason: LeaveReason): readonly VisitEffect[] {
  const room = roomOf(state);
  return room ? [{ do: "leave", room, reason }] : [];
}

function roomOf({ stage }: VisitState): Id | null {
  return "room" in stage ? stage.room : null;
}

function stepMatch(state: VisitState, message: MatchServerMessage): VisitStep {
  switch (message.type) {
    case "welcome": {
      const welcomed: VisitState = { ...state, welcomed: true };
      const [next, effects] = state.stage.at === "searching" ? search(welcomed) : same(welcomed);
      return [next, [emit(message), ...effects]];
    }
    case "challenge": {
      if (!isCurrent(state, message) || state.stage.at !== "searching") return same(state);
      const { challenge, bits } = message;
      return [challenged(state, message), [CLEAR, { do: "solve", challenge, bits }]];
    }
    case "queued":
      return isCurrent(state, message) ? queued(state, message) : same(state);
    case "widened":
      return [state, isCurrent(state, message) ? [emit(message)] : []];
    case "matched":
      return isCurrent(state, message) ? matched(state, message) : same(state);
    case "rehomed": {
      const { room, home } = message;
      return [state, [{ do: "move", room, home }, emit(message)]];
    }
    case "error":
      return matchError(state, message);
    case "cancelled":
    case "goodbye":
      return same(state);
    default:
      return [state, [emit(message)]];
  }
}

function queued(before: VisitState, message: Message<"queued">): VisitStep {
  const state = accepted(before, message);
  switch (queuedIn(state.stage.at)) {
    case "waits":
      return [state, [CLEAR, emit(message)]];
    case "match-failed":
      return [
        { ...state, stage: { at: "searching" } },
        [CLEAR, ...leaving(state, "skip"), emit(message)],
      ];
    case "unwanted":
      return [{ ...state, place: null }, [cancelOf(state)]];
  }
}

function matched(state: VisitState, message: Message<"matched">): VisitStep {
  const { room, home, seat, encounter } = message;
  const { at } = state.stage;
  if ((at !== "searching" && at !== "joining") || roomOf(state) === room) return same(state);
  return [
    {
      ...accepted(state, message),
      stage: { at: "joining", room, joined: false },
      met: { room, encounter },
    },
    [
      { do: "join", room, home, seat },
      timer(Math.min(message.expires_in_ms, JOIN_TIMEOUT_MS)),
      emit(message),
    ],
  ];
}

function workDone(state: VisitState, solution: Solution): VisitStep {
  const next = state.stage.at === "searching" ? solved(state, solution) : null;
  if (!next) return same(state);
  if (next.findInMs > 0) return [next.state, [timer(next.findInMs)]];
  return state.welcomed ? find(next.state) : same(next.state);
}

function matchError(state: VisitState, message: Message<"error">): VisitStep {
  if (message.of === "rehome") {
    const { room, retry_after_ms: retryAfterMs } = message;
    return [state, room ? [{ do: "stays", room, retryAfterMs }] : []];
  }
  const error = findError(state, message);
  if (error === "other") return [state, [emit(message)]];
  if (error === "stale" || state.stage.at !== "searching") return same(state);
  if (error === "continues") return [state, [CLEAR, emit(message)]];
  if (error === "rejected") return [{ ...state, stage: { at: "idle" } }, [CLEAR, emit(message)]];
  const [next, effects] = searchLater(state, error.findInMs);
  return [next, [...effects, emit(message)]];
}

function stepRoom(state: VisitState, message: RoomServerMessage): VisitStep {
  if (message.type === "goodbye") return same(state);
  if (message.type === "banned") return [state, [emit(message)]];
  const { stage } = state;
  if (stage.at !== "joining" && stage.at !== "talking") return same(state);
  if (message.type === "error") return roomError(state, message);
  if (message.room !== stage.room) return same(state);
  switch (message.type) {
    case "joined":
      if (message.partner !== "awaited") return together(state, stage.room, []);
      if (stage.at === "talking") return same(state);
      return [{ ...state, stage: { ...stage, joined: true } }, [timer(PARTNER_TIMEOUT_MS)]];
    case "partner_joined":
    case "resumed":
      return together(state, stage.room, [emit(message)]);
    case "partner_left":
      if (stage.at === "talking") {
        return [{ ...state, stage: { at: "idle" } }, [CLEAR, emit(message)]];
      }
      return message.reason === "no_show" ? fellThrough(state) : search(state);
    default:
      return [state, [emit(message)]];
  }
}

function together(state: VisitState, room: Id, effects: readonly VisitEffect[]): VisitStep {
  return [{ ...state, stage: { at: "talking", room } }, [CLEAR, ...effects]];
}

/** The match failed before both joined. The server knows, and continues the search. */
function fellThrough(state: VisitState): VisitStep {
  if (!state.welcomed) return search(state);
  return [{ ...state, stage: { at: "searching" } }, [timer(SERVER_SILENT_MS)]];
}

function roomError(state: VisitState, message: Message<"error">): VisitStep {
  const { stage } = state;
  const error = stage.at === "joining" && !stage.joined ? joinError(message) : "other";
  if (error === "match-failed") return fellThrough(state);
  if (error !== "other") return searchLater(state, error.findInMs);
  if (message.code === "room_closed") return lost(state);
  return [state, [emit(message)]];
}

/** The room is over. A search continues if there was no conversation. */
function lost(state: VisitState): VisitStep {
  const { stage } = state;
  switch (stage.at) {
    case "joining":
      return searchLater(state, FIND_AGAIN_MS);
    case "talking":
      return [
        { ...state, stage: { at: "idle" } },
        [CLEAR, emit({ type: "lost", room: stage.room })],
      ];
    default:
      return same(state);
  }
}

function timedOut(state: VisitState): VisitStep {
  switch (state.stage.at) {
    case "searching":
      return state.welcomed ? find(state) : same(state);
    case "joining": {
      const [next, effects] = search(state);
      return [next, [...leaving(state, "skip"), ...effects]];
    }
    default:
      return same(state);
  }
}
