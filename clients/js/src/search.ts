import type { FindMessage, MatchServerMessage, RoomServerMessage } from "./protocol.ts";

// The rules of a search, whatever the client shows: what a find carries, which answers are stale,
// what the server continues by itself, and what the client repeats. Pure.

/** A home that does not answer a join is given up after this time. The server waits 8 s. */
export const JOIN_TIMEOUT_MS = 9_000;

/** After a match failed, the server reports within this time how the search continues. */
export const SERVER_SILENT_MS = 1_000;

/** The delay after a fault, so that many clients do not retry at the same moment. */
export const FIND_AGAIN_MS = 1_000;

/** The delay of a find if the server names none. */
export const BUSY_WAIT_MS = 5_000;

/** A search. Everything except `mode` is optional; the site's `/v1/info` lists its lanes. */
export type Wishes = Omit<
  FindMessage,
  "type" | "find" | "home" | "place" | "work" | "offer" | "answer"
>;

/** What a client stores of its search; a part of its state. */
export interface Search {
  /** The number of the latest find; answers to others are stale. */
  readonly find: number;
  /** The place of the present search in the queue, for the find after a reconnect. */
  readonly place: string | null;
  /** Proof of work for the next find, if the server asked for it. `nonce`: null until solved. */
  readonly toll: { readonly challenge: string; readonly nonce: number | null } | null;
}

export const NEW_SEARCH: Search = { find: 0, place: null, toll: null };

type MatchMessage<T extends MatchServerMessage["type"]> = Extract<
  MatchServerMessage,
  { readonly type: T }
>;

/** Takes the next number. */
export function nextFind<State extends Search>(state: State): State {
  return { ...state, find: state.find + 1 };
}

/** The message of the latest find, with the place and the proof of work that the client has. */
export function findMessage({ find, place, toll }: Search, wishes: Wishes): FindMessage {
  return {
    ...wishes,
    type: "find",
    find,
    ...(place === null ? {} : { place }),
    ...(toll?.nonce == null ? {} : { work: { challenge: toll.challenge, nonce: toll.nonce } }),
  };
}

/** Whether a message is about the latest find. */
export function isCurrent({ find }: Search, message: { readonly find: number }): boolean {
  return message.find === find;
}

/** The server asks for proof of work: the find begins once that is solved. */
export function challenged<State extends Search>(
  state: State,
  { challenge }: MatchMessage<"challenge">,
): State {
  return { ...state, toll: { challenge, nonce: null } };
}

export interface Solution {
  readonly challenge: string;
  /** Null if none was found. */
  readonly nonce: number | null;
}

/** The next find is due after `findInMs`. Null if the solution is for an earlier challenge. */
export function solved<State extends Search>(
  state: State,
  { challenge, nonce }: Solution,
): { readonly state: State; readonly findInMs: number } | null {
  if (state.toll?.challenge !== challenge) return null;
  // After the pause the network may search less.
  if (nonce === null) return { state: { ...state, toll: null }, findInMs: BUSY_WAIT_MS };
  return { state: { ...state, toll: { challenge, nonce } }, findInMs: 0 };
}

/** The server has accepted the find. */
export function accepted<State extends Search>(
  state: State,
  message: MatchMessage<"queued" | "matched">,
): State {
  const place = message.type === "queued" ? (message.place ?? null) : null;
  return { ...state, place, toll: null };
}

/** What `queued` for the latest find means. */
export type Queued =
  /** The search waits for a partner. */
  | "waits"
  /** The match failed: the server continues the search in its place, and needs no find. */
  | "match-failed"
  /**
   * The client does not want the search any more: it was stopped, or its match succeeded. Send
   * `cancel`; a later partner would wait for this visitor.
   */
  | "unwanted";

/** `stage`: of the client. It is `joining` until both visitors are in the room. */
export function queuedIn(stage: "searching" | "joining" | "talking" | "idle" | "closed"): Queued {
  switch (stage) {
    case "searching":
      return "waits";
    case "joining":
      return "match-failed";
    default:
      return "unwanted";
  }
}

/** How the search goes on after an error of the matching service. */
export type FindError =
  /** The error is about something else. */
  | "other"
  /** It is about an earlier find. */
  | "stale"
  /** The server searches as soon as it can. Another find would lose the place. */
  | "continues"
  /** The server does not understand this find: to repeat it would not help. */
  | "rejected"
  | { readonly findInMs: number };

export function findError(search: Search, message: MatchMessage<"error">): FindError {
  if (message.of !== "find" && message.find === undefined) return "other";
  if (message.find !== undefined && message.find !== search.find) return "stale";
  switch (message.code) {
    case "unavailable":
    case "full":
      return "continues";
    case "rate_limited":
      return { findInMs: message.retry_after_ms ?? BUSY_WAIT_MS };
    default:
      return "rejected";
  }
}

/** How the search goes on after an error of the room service, before `joined`. */
export type JoinError =
  /** The error is about something else. */
  | "other"
  /** The server knows, and continues the search: it sends `queued` or `matched`. */
  | "match-failed"
  | { readonly findInMs: number };

export function joinError(message: Extract<RoomServerMessage, { type: "error" }>): JoinError {
  if ((message.of ?? "join") !== "join" || message.id !== undefined) return "other";
  if (message.code === "room_closed") return "match-failed";
  return { findInMs: message.retry_after_ms ?? FIND_AGAIN_MS };
}
