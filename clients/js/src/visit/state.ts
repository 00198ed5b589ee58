import type {
  EncounterToken,
  Home,
  Id,
  LeaveReason,
  MatchClientMessage,
  MatchServerMessage,
  RoomServerMessage,
} from "../protocol.ts";
import { NEW_SEARCH, type Search, type Solution, type Wishes } from "../search.ts";
import type { ClosedWhy } from "../sockets/close-codes.ts";

/** What a visit does now. */
export type VisitStage =
  /** Neither a search nor a room. */
  | "idle"
  /** A search waits for a partner, or for the connection. */
  | "searching"
  /** A partner was found, and both enter the room. Signals may be sent, nothing else yet. */
  | "joining"
  /** Both are in the room. */
  | "talking"
  /** Over for good: after `close()`, or because the server refused this client. */
  | "closed";

type Stage =
  | { readonly at: "idle" | "searching" | "closed" }
  | { readonly at: "joining"; readonly room: Id; readonly joined: boolean }
  | { readonly at: "talking"; readonly room: Id };

export interface VisitState extends Search {
  readonly stage: Stage;
  /** Of the latest search. */
  readonly wishes: Wishes | null;
  /** The server has sent `welcome` on the matching socket that is open. */
  readonly welcomed: boolean;
  /** The latest partner: the one that a report or block is about. */
  readonly met: { readonly room: Id; readonly encounter?: EncounterToken | undefined } | null;
}

export const FIRST_VISIT: VisitState = {
  ...NEW_SEARCH,
  stage: { at: "idle" },
  wishes: null,
  welcomed: false,
  met: null,
};

type ServerMessage = MatchServerMessage | RoomServerMessage;

/** Messages that the client answers by itself. */
type Internal = "challenge" | "joined" | "goodbye" | "cancelled";

/** What a client reports: the server's messages under their own names, and its own events. */
export type ClientEvent =
  | Exclude<ServerMessage, { readonly type: Internal }>
  /** The stage of the visit has changed. */
  | { readonly type: "stage"; readonly stage: VisitStage }
  /**
   * The matching socket dropped, or attempt number `attempt` to reconnect failed. Attempts
   * continue; `welcome` follows.
   */
  | { readonly type: "reconnecting"; readonly attempt: number }
  /** The room socket dropped. Messages are kept meanwhile; `resumed` or `lost` follows. */
  | { readonly type: "away" }
  /** The room ended without a message: it could not be resumed. */
  | { readonly type: "lost"; readonly room: Id }
  /** The server closed a socket and forbids automatic reconnecting. The client is closed. */
  | { readonly type: "refused"; readonly why: ClosedWhy };

export type VisitEvent =
  // The application
  | { readonly type: "find"; readonly wishes: Wishes }
  | { readonly type: "stop" }
  | { readonly type: "close" }
  // The sockets
  | { readonly type: "match"; readonly message: MatchServerMessage }
  | { readonly type: "match-down"; readonly attempt: number }
  | { readonly type: "room"; readonly message: RoomServerMessage }
  | { readonly type: "room-away" }
  | { readonly type: "room-homeless"; readonly room: Id; readonly seat: string }
  | { readonly type: "room-lost" }
  | { readonly type: "refused"; readonly socket: "match" | "room"; readonly why: ClosedWhy }
  | ({ readonly type: "solved" } & Solution)
  // The clock
  | { readonly type: "timer" };

/** There is one timer: of the next find, or of the match that does not become a conversation. */
export type VisitEffect =
  | { readonly do: "emit"; readonly event: ClientEvent }
  | { readonly do: "send-to-match"; readonly message: MatchClientMessage }
  | { readonly do: "solve"; readonly challenge: string; readonly bits: number }
  | { readonly do: "join"; readonly room: Id; readonly home: Home; readonly seat: string }
  | { readonly do: "leave"; readonly room: Id; readonly reason: LeaveReason }
  | { readonly do: "move"; readonly room: Id; readonly home: Home }
  | { readonly do: "stays"; readonly room: Id; readonly retryAfterMs: number | undefined }
  | { readonly do: "timer"; readonly ms: number }
  | { readonly do: "clear-timer" }
  | { readonly do: "close" };

export type VisitStep = readonly [VisitState, readonly VisitEffect[]];
