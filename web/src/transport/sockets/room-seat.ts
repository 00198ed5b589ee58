import {
  COUNTED,
  type Id,
  type RoomClientMessage,
  type RoomServerMessage,
} from "@/protocol/messages";

/**
 * Messages kept for a resume. If there are more, the oldest have long arrived and are discarded.
 */
const KEPT_MAX = 256;

/** A seat as JSON-compatible data. */
export interface KeptSeat {
  readonly room: Id;
  readonly secret: string;
  readonly received: number;
  readonly sent: number;
  readonly kept: readonly RoomClientMessage[];
  readonly unconfirmed: readonly (readonly [string, RoomClientMessage])[];
}

/**
 * A seat in a room, which outlives its socket. Both ends count the room's messages that they
 * receive, so that after a drop each can resend what the other missed. See `join` in the protocol.
 */
export class RoomSeat {
  readonly room: Id;
  #secret: string;
  #received = 0;
  #sent = 0;
  #kept: RoomClientMessage[] = [];
  /** What a restarted home needs: unconfirmed chat and the latest state. */
  #unconfirmed = new Map<string, RoomClientMessage>();

  constructor(room: Id, secret: string) {
    this.room = room;
    this.#secret = secret;
  }

  static of({ room, secret, received, sent, kept, unconfirmed }: KeptSeat): RoomSeat {
    const seat = new RoomSeat(room, secret);
    seat.#received = received;
    seat.#sent = sent;
    seat.#kept = [...kept];
    seat.#unconfirmed = new Map(unconfirmed);
    return seat;
  }

  kept(): KeptSeat {
    return {
      room: this.room,
      secret: this.#secret,
      received: this.#received,
      sent: this.#sent,
      kept: this.#kept,
      unconfirmed: [...this.#unconfirmed],
    };
  }

  /** Counts every received message of this room. */
  received(message: RoomServerMessage): void {
    if (COUNTED.has(message.type)) this.#received += 1;
    if (message.type === "delivered") this.#unconfirmed.delete(`chat ${message.id}`);
  }

  /** Whether the message is kept, and so arrives even without a socket now. */
  sends(message: RoomClientMessage): boolean {
    if (!COUNTED.has(message.type)) return false;
    this.#sent += 1;
    if (message.type === "chat") this.#unconfirmed.set(`chat ${message.id}`, message);
    if (message.type === "media" || message.type === "reveal" || message.type === "hidden") {
      this.#unconfirmed.set(message.type, message);
    }
    this.#kept.push(message);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    return true;
  }

  /** Proves to the home and to the matching service that this visitor had the seat. */
  get secret(): string {
    return this.#secret;
  }

  /** Resumes the seat at its home, or takes it at the home that the room moved to. */
  get join(): RoomClientMessage {
    return { type: "join", seat: this.#secret, received: this.#received };
  }

  /**
   * The room lives at a home that has no replay buffer: both counts start again. Returns the
   * messages to resend. If the partner has one already, it drops the duplicate by its id.
   */
  rejoined(secret: string): readonly RoomClientMessage[] {
    this.#secret = secret;
    this.#received = 0;
    this.#sent = 0;
    this.#kept = [];
    return [...this.#unconfirmed.values()];
  }

  /**
   * The server has received this many messages: returns the rest, or null if they are no longer
   * kept.
   */
  resumed(secret: string, received: number): readonly RoomClientMessage[] | null {
    this.#secret = secret;
    const missed = this.#sent - received;
    if (missed < 0 || missed > this.#kept.length) return null;
    this.#kept = missed === 0 ? [] : this.#kept.slice(-missed);
    return this.#kept;
  }
}
