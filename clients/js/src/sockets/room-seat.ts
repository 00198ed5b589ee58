import { COUNTED, type Id, type RoomClientMessage, type RoomServerMessage } from "../protocol.ts";

/**
 * Messages kept for a resume. If there are more, the oldest have long arrived and are discarded.
 */
const KEPT_MAX = 256;

/**
 * A seat in a room, which outlives its socket. Both ends count the room's messages that they
 * receive, so that after a drop each can resend what the other missed. See `join` in the protocol.
 * It is JSON-compatible data, which a reloaded page takes over.
 */
export interface Seat {
  readonly room: Id;
  /** Proves to the home and to the matching service that this visitor had the seat. */
  readonly secret: string;
  readonly received: number;
  readonly sent: number;
  readonly kept: readonly RoomClientMessage[];
  /** What a restarted home needs, by key: unconfirmed chat and the latest state. */
  readonly unconfirmed: readonly (readonly [string, RoomClientMessage])[];
}

export function newSeat(room: Id, secret: string): Seat {
  return { room, secret, received: 0, sent: 0, kept: [], unconfirmed: [] };
}

/** Resumes the seat at its home, or takes it at the home that the room moved to. */
export function joinOf({ secret, received }: Seat): RoomClientMessage {
  return { type: "join", seat: secret, received };
}

/** Counts a received message of this room. */
export function withReceived(seat: Seat, message: RoomServerMessage): Seat {
  if (!COUNTED.has(message.type)) return seat;
  const received = seat.received + 1;
  if (message.type !== "delivered") return { ...seat, received };
  const key = `chat ${message.id}`;
  return { ...seat, received, unconfirmed: seat.unconfirmed.filter(([each]) => each !== key) };
}

/** Keeps a message, so that it arrives even without a socket now. */
export function withSent(seat: Seat, message: RoomClientMessage): Seat {
  if (!COUNTED.has(message.type)) return seat;
  const kept = [...seat.kept, message].slice(-KEPT_MAX);
  const key = keyOf(message);
  const unconfirmed = new Map(seat.unconfirmed);
  if (key !== null) unconfirmed.set(key, message);
  return { ...seat, sent: seat.sent + 1, kept, unconfirmed: [...unconfirmed].slice(-KEPT_MAX) };
}

/**
 * The server has received this many messages: the rest is to be resent. Null if that is no longer
 * kept.
 */
export function resumed(
  seat: Seat,
  secret: string,
  received: number,
): { readonly seat: Seat; readonly missed: readonly RoomClientMessage[] } | null {
  const count = seat.sent - received;
  if (count < 0 || count > seat.kept.length) return null;
  const missed = count === 0 ? [] : seat.kept.slice(-count);
  return { seat: { ...seat, secret, kept: missed }, missed };
}

/**
 * The room lives at a home that has no replay buffer: both counts start again, and what is
 * unconfirmed is to be resent. If the partner has a message already, it drops the duplicate by its
 * id.
 */
export function rejoined(
  seat: Seat,
  secret: string,
): { readonly seat: Seat; readonly missed: readonly RoomClientMessage[] } {
  const missed = seat.unconfirmed.map(([, message]) => message);
  const fresh = { ...newSeat(seat.room, secret), unconfirmed: seat.unconfirmed };
  return { seat: missed.reduce(withSent, fresh), missed };
}

function keyOf(message: RoomClientMessage): string | null {
  switch (message.type) {
    case "chat":
      return `chat ${message.id}`;
    case "card":
    case "media":
    case "reveal":
    case "video":
    case "like":
    case "hidden":
      return message.type;
    default:
      return null;
  }
}
