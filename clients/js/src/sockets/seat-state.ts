import type { Home, Id, LeaveReason, RoomClientMessage, RoomServerMessage } from "../protocol.ts";
import type { Seat } from "./room-seat.ts";

/** The room socket, which reconnects by itself. Whenever it opens, the pending join is sent. */
export interface Line {
  readonly home: Home;
  readonly open: boolean;
  /** The home is draining: how long the client waits before it asks for the room's new home. */
  readonly drainedAfterMs: number | null;
}

/** The room socket and the seat that it is for. */
export type SeatState =
  /** No room. A socket stays open for the next one. */
  | { readonly at: "idle"; readonly line: Line | null }
  /** A first join is pending. */
  | {
      readonly at: "joining";
      readonly line: Line;
      readonly room: Id;
      readonly token: string;
      /** Sent behind the join. The server receives them once this client has its seat. */
      readonly early: readonly RoomClientMessage[];
      /** See `leaving`. */
      readonly farewell: readonly RoomClientMessage[];
    }
  | {
      readonly at: "seated";
      readonly line: Line;
      readonly seat: Seat;
      readonly partnerIsAway: boolean;
      /** A chat line was sent since the latest message arrived: the timer `stalled` runs. */
      readonly unanswered: boolean;
    }
  /** The socket dropped. The client resumes the seat at its home, or at the one that it moves to. */
  | {
      readonly at: "away";
      readonly line: Line;
      readonly seat: Seat;
      /** The home of the seat; it changes when a move is complete. */
      readonly home: Home;
      /** The socket is for another home, which has not answered yet. */
      readonly moves: boolean;
      /** What the timer `retry` does. */
      readonly retry: "ask" | "join";
    }
  /**
   * A room was left while the socket was down. Once it opens, the farewell takes the seat and
   * leaves it: the partner must not wait.
   */
  | {
      readonly at: "leaving";
      readonly line: Line;
      readonly farewell: readonly RoomClientMessage[];
    };

export type At<Name extends SeatState["at"]> = Extract<SeatState, { at: Name }>;

/** A seat and its home node, stored for the reloaded page. */
export interface KeptPlace {
  readonly home: Home;
  readonly seat: Seat;
}

/** The url of each home is resolved. */
export type SeatEvent =
  | { readonly type: "join"; readonly room: Id; readonly home: Home; readonly token: string }
  | { readonly type: "resume"; readonly place: KeptPlace }
  | { readonly type: "move"; readonly room: Id; readonly home: Home }
  | { readonly type: "stays"; readonly room: Id; readonly retryAfterMs: number | undefined }
  | { readonly type: "send"; readonly message: RoomClientMessage }
  | { readonly type: "leave"; readonly room: Id; readonly reason: LeaveReason }
  | { readonly type: "close" }
  // The socket
  | { readonly type: "opened" }
  | { readonly type: "message"; readonly message: RoomServerMessage }
  | { readonly type: "down" }
  | { readonly type: "refused"; readonly code: number }
  // The clock
  | { readonly type: "timer"; readonly name: SeatTimer };

export type SeatTimer =
  | "grace" // The seat of an absent client.
  | "retry" // The next question for the room's home, or the next join.
  | "stalled"; // A chat line without an answer.

export type SeatEffect =
  | { readonly do: "connect"; readonly url: string }
  /** Closes the socket: the server takes it as leaving. */
  | { readonly do: "close" }
  /** Another socket replaces this one: the server does not take it as leaving. */
  | { readonly do: "abandon" }
  /** The socket carries no data: a new one replaces it, and `down` follows. */
  | { readonly do: "renew" }
  | { readonly do: "hurry" }
  /** The server answered: the backoff starts over. */
  | { readonly do: "settled" }
  | { readonly do: "send"; readonly message: RoomClientMessage }
  | { readonly do: "timer"; readonly name: SeatTimer; readonly ms: number }
  | { readonly do: "clear-timer"; readonly name: SeatTimer }
  | { readonly do: "clear-timers" }
  /** To the listener. */
  | { readonly do: "message"; readonly message: RoomServerMessage }
  | { readonly do: "away" }
  | { readonly do: "homeless"; readonly room: Id; readonly secret: string }
  | { readonly do: "lost" }
  | { readonly do: "refused"; readonly code: number };

export type SeatStep = readonly [SeatState, readonly SeatEffect[]];

export const NO_SEAT: SeatState = { at: "idle", line: null };
