import type { Home, Id, RoomClientMessage, RoomServerMessage } from "../protocol.ts";
import {
  joinOf,
  newSeat,
  rejoined,
  resumed,
  type Seat,
  withReceived,
  withSent,
} from "./room-seat.ts";
import {
  type At,
  type Line,
  NO_SEAT,
  type SeatEffect,
  type SeatEvent,
  type SeatState,
  type SeatStep,
  type SeatTimer,
} from "./seat-state.ts";

/** The longest time that a server keeps a seat. After it the seat is lost. */
export const GRACE_MS = 90_000;

/**
 * If a present partner does not confirm a chat line within this time and nothing else arrives, the
 * socket is replaced.
 */
export const STALLED_MS = 8_000;

/** The client repeats its question for the room's new home after this time. */
export const ASK_AGAIN_MS = 2_000;

const CLEAR: SeatEffect = { do: "clear-timers" };
const GRACE: SeatEffect = { do: "timer", name: "grace", ms: GRACE_MS };

const same = (state: SeatState): SeatStep => [state, []];
const send = (message: RoomClientMessage): SeatEffect => ({ do: "send", message });
const retryIn = (ms: number): SeatEffect => ({ do: "timer", name: "retry", ms });
const connecting = (home: Home): Line => ({ home, open: false, drainedAfterMs: null });
const closing = ({ line }: SeatState): readonly SeatEffect[] => (line ? [{ do: "close" }] : []);

/** From a state of the seat and an event to the next state and its effects. Pure. */
export function stepSeat(state: SeatState, event: SeatEvent): SeatStep {
  switch (event.type) {
    case "join":
      return join(state, event.room, event.home, event.token);
    case "resume": {
      const { home, seat } = event.place;
      return [
        { at: "away", line: connecting(home), seat, home, moves: false, retry: "ask" },
        [CLEAR, ...closing(state), GRACE, { do: "connect", url: home.url }],
      ];
    }
    case "move":
      return state.at === "away" && state.seat.room === event.room
        ? move(state, event.home)
        : same(state);
    case "stays":
      return state.at === "away" && state.seat.room === event.room
        ? stays(state, event.retryAfterMs)
        : same(state);
    case "send":
      return sending(state, event.message);
    case "leave":
      return leave(state, { type: "leave", room: event.room, reason: event.reason });
    case "close":
      return [NO_SEAT, [CLEAR, ...closing(state)]];
    case "opened":
      return opened(state);
    case "message":
      return receive(state, event.message);
    case "down":
      return down(state);
    case "refused":
      return [NO_SEAT, [CLEAR, { do: "refused", code: event.code }]];
    case "timer":
      return timer(state, event.name);
  }
}

/** Joins a room. A seat in another room is given up: the server takes the join as leaving it. */
function join(state: SeatState, room: Id, home: Home, token: string): SeatStep {
  const { line } = state;
  const joining = { at: "joining", room, token, early: [] } as const;
  if (line?.home.url !== home.url) {
    // A farewell is dropped: it was for the other home, and this one would refuse it.
    return [
      { ...joining, line: connecting(home), farewell: [] },
      [CLEAR, ...closing(state), { do: "connect", url: home.url }],
    ];
  }
  const farewell = state.at === "leaving" || state.at === "joining" ? state.farewell : [];
  const next: SeatState = { ...joining, line: { ...line, home }, farewell };
  if (!line.open) return [next, [CLEAR, { do: "hurry" }]];
  return [next, [CLEAR, send({ type: "join", seat: token })]];
}

/** The seat that is being resumed lives at this home now. */
function move(state: At<"away">, home: Home): SeatStep {
  const { line } = state;
  if (isMoving(state)) return same(state);
  const stop: SeatEffect = { do: "clear-timer", name: "retry" };
  if (line.home.url !== home.url) {
    return [
      { ...state, line: connecting(home), moves: true },
      [stop, { do: "abandon" }, { do: "connect", url: home.url }],
    ];
  }
  // Its own home restarted and is asked for the seat. To close the socket would be to leave.
  if (line.open) return same(state);
  // If the client already tried this home, the next attempt follows its backoff.
  const next: SeatState = { ...state, line: { ...line, home }, moves: true };
  return [next, state.moves ? [stop] : [stop, { do: "hurry" }]];
}

/** The room cannot move yet, or no longer. */
function stays(state: At<"away">, retryAfterMs: number | undefined): SeatStep {
  if (retryAfterMs === undefined) return lose(state);
  const next: SeatState = { ...state, retry: "ask" };
  if (!state.moves || isMoving(state)) return [next, [retryIn(retryAfterMs)]];
  // The client did not reach the new home, and the room is no longer there: its own resumed it.
  return [
    { ...next, line: connecting(state.home), moves: false },
    [retryIn(retryAfterMs), { do: "abandon" }, { do: "connect", url: state.home.url }],
  ];
}

function sending(state: SeatState, message: RoomClientMessage): SeatStep {
  switch (state.at) {
    case "idle":
    case "leaving":
      return same(state); // The room is over.
    case "joining":
      return [
        { ...state, early: [...state.early, message] },
        state.line.open ? [send(message)] : [],
      ];
    case "away":
      return same({ ...state, seat: withSent(state.seat, message) });
    case "seated":
      return sends({ ...state, seat: withSent(state.seat, message) }, [message]);
  }
}

/** Sends messages that the seat already counts. */
function sends(
  state: At<"seated">,
  messages: readonly RoomClientMessage[],
): readonly [At<"seated">, readonly SeatEffect[]] {
  const effects = messages.map(send);
  const expects = !state.partnerIsAway && messages.some(({ type }) => type === "chat");
  if (!expects || state.unanswered) return [state, effects];
  return [
    { ...state, unanswered: true },
    [...effects, { do: "timer", name: "stalled", ms: STALLED_MS }],
  ];
}

/**
 * Leaves the room. A join that was not sent yet is dropped. After a failed link the join is sent
 * with the leave, so that the partner is free.
 */
function leave(state: SeatState, message: RoomClientMessage & { type: "leave" }): SeatStep {
  const { line } = state;
  switch (state.at) {
    case "idle":
    case "leaving":
      return same(state);
    case "seated":
      return [{ at: "idle", line }, [CLEAR, send(message)]];
    case "joining": {
      if (state.line.open) return [{ at: "idle", line }, [CLEAR, send(message)]];
      // Without a join the server would soon close the socket, so closing it loses nothing.
      if (message.reason !== "ice_failed") return [NO_SEAT, [CLEAR, ...closing(state)]];
      const first: RoomClientMessage = { type: "join", seat: state.token };
      return [{ at: "leaving", line: state.line, farewell: [first, message] }, [CLEAR]];
    }
    case "away":
      // An open socket has already asked for the seat.
      if (state.line.open) return [{ at: "idle", line }, [CLEAR, send(message)]];
      return [
        { at: "leaving", line: state.line, farewell: [joinOf(state.seat), message] },
        [CLEAR],
      ];
  }
}

function opened(state: SeatState): SeatStep {
  if (!state.line) return same(state);
  const line: Line = { ...state.line, open: true };
  switch (state.at) {
    case "joining": {
      const first: RoomClientMessage = { type: "join", seat: state.token };
      const all = [...state.farewell, first, ...state.early];
      return [{ ...state, line, farewell: [] }, all.map(send)];
    }
    case "away":
      return [{ ...state, line }, [send(joinOf(state.seat))]];
    case "leaving":
      return [{ at: "idle", line }, state.farewell.map(send)];
    default:
      return same({ ...state, line });
  }
}

function down(state: SeatState): SeatStep {
  switch (state.at) {
    case "idle":
      return lose(state);
    case "joining":
    case "leaving":
      return same({ ...state, line: { ...state.line, open: false } });
    case "away":
      return askForHome({ ...state, line: { ...state.line, open: false } });
    case "seated": {
      const { seat, line } = state;
      // A draining home needs no further attempt.
      const drained = line.drainedAfterMs === null ? [] : [retryIn(line.drainedAfterMs)];
      const { home } = line;
      return [
        {
          ...{ at: "away", seat, home, moves: false, retry: "ask" },
          line: { ...line, open: false, drainedAfterMs: null },
        },
        [CLEAR, GRACE, { do: "away" }, ...drained],
      ];
    }
  }
}

function timer(state: SeatState, name: SeatTimer): SeatStep {
  if (state.at === "seated" && name === "stalled") {
    return [{ ...state, unanswered: false }, [{ do: "renew" }]];
  }
  if (state.at !== "away") return same(state);
  switch (name) {
    case "grace":
      return lose(state);
    case "retry":
      if (state.retry === "ask") return askForHome(state);
      // A socket that is down sends the join when it opens.
      return [state, state.line.open ? [send(joinOf(state.seat))] : []];
    case "stalled":
      return same(state);
  }
}

function receive(before: SeatState, message: RoomServerMessage): SeatStep {
  if (before.at !== "seated" || !before.unanswered) return take(before, message);
  const [state, effects] = take({ ...before, unanswered: false }, message);
  return [state, [{ do: "clear-timer", name: "stalled" }, ...effects]];
}

function take(state: SeatState, message: RoomServerMessage): SeatStep {
  const show: SeatEffect = { do: "message", message };
  const room = roomOf(state);
  switch (message.type) {
    case "joined":
      return message.room === room ? joined(state, message) : same(state);
    case "resumed": {
      if ((state.at !== "away" && state.at !== "seated") || message.room !== room) {
        return same(state);
      }
      const back = resumed(state.seat, message.seat, message.received);
      if (!back) return lose(state);
      const resent = back.missed.map(send);
      return [
        seated(state, back.seat, message.partner),
        [CLEAR, { do: "settled" }, ...resent, show],
      ];
    }
    case "goodbye":
      if (!state.line) return [state, [show]];
      return [
        { ...state, line: { ...state.line, drainedAfterMs: message.retry_after_ms } },
        [show],
      ];
    case "partner_away":
    case "partner_back":
      if (state.at !== "seated" || message.room !== room) return [state, [show]];
      return [{ ...state, partnerIsAway: message.type === "partner_away" }, [show]];
    case "partner_left":
      if (state.at !== "seated" && state.at !== "away") return [state, [show]];
      return message.room === room
        ? [{ at: "idle", line: state.line }, [CLEAR, show]]
        : [state, [show]];
    case "error":
      // An error that crossed with the next join: it concerns the previous room.
      if (message.room !== undefined && message.room !== room) return same(state);
      if (message.of !== "join" || (state.at !== "seated" && state.at !== "away")) {
        return [state, [show]];
      }
      return joinRefused(state, message);
    default:
      if (state.at !== "seated" && state.at !== "away") return [state, [show]];
      if (!("room" in message) || message.room !== room) return [state, [show]];
      return [{ ...state, seat: withReceived(state.seat, message) }, [show]];
  }
}

function joined(
  state: SeatState,
  message: Extract<RoomServerMessage, { type: "joined" }>,
): SeatStep {
  if (state.at === "joining") {
    const seat = state.early.reduce(withSent, newSeat(message.room, message.seat));
    return [seated(state, seat, message.partner), [{ do: "settled" }, { do: "message", message }]];
  }
  if (state.at !== "away" && state.at !== "seated") return same(state);
  // This home knows of the room only that both visitors sat in it.
  const { seat, missed } = rejoined(state.seat, message.seat);
  const [next, resent] = sends(seated(state, seat, message.partner), missed);
  const show: SeatEffect = { do: "message", message: { ...message, type: "resumed", received: 0 } };
  return [next, [CLEAR, { do: "settled" }, ...resent, show]];
}

/** The home did not give the seat back. */
function joinRefused(
  state: At<"seated" | "away">,
  { code, retry_after_ms }: Extract<RoomServerMessage, { type: "error" }>,
): SeatStep {
  if (code !== "room_moved" && retry_after_ms === undefined) return lose(state);
  if (state.at === "seated") return same(state); // An earlier join has succeeded.
  if (code === "room_moved") return askForHome({ ...state, moves: false });
  return [
    { ...state, retry: "join" },
    retry_after_ms === undefined ? [] : [retryIn(retry_after_ms)],
  ];
}

/** Asks for the home of the room, unless a join is on its way to a new home that answers. */
function askForHome(state: At<"away">): SeatStep {
  if (isMoving(state)) return same(state);
  const { room, secret } = state.seat;
  // The question or its answer may be lost with the other socket.
  return [{ ...state, retry: "ask" }, [retryIn(ASK_AGAIN_MS), { do: "homeless", room, secret }]];
}

function lose(state: SeatState): SeatStep {
  return [NO_SEAT, [CLEAR, ...closing(state), { do: "lost" }]];
}

function seated(
  { line }: At<"joining" | "seated" | "away">,
  seat: Seat,
  partner: string,
): At<"seated"> {
  return { at: "seated", line, seat, partnerIsAway: partner === "away", unanswered: false };
}

/** Whether the join was sent to a new home. */
function isMoving({ moves, line }: At<"away">): boolean {
  return moves && line.open;
}

/**
 * The room that the client joins or sits in. The server may still answer for a room that was left
 * before.
 */
function roomOf(state: SeatState): Id | null {
  if (state.at === "joining") return state.room;
  return state.at === "seated" || state.at === "away" ? state.seat.room : null;
}
