// The messages that a visitor received, and waiting for expected ones.
// SPDX-License-Identifier: MIT
import type { MatchServerMessage, RoomServerMessage } from "../../clients/js/src/protocol.ts";

export type SocketName = "match" | "room";
export type ServerMessage = MatchServerMessage | RoomServerMessage;
export type MessageOf<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;
export type Received = {
  readonly socket: SocketName;
  readonly message: ServerMessage;
  /** The text of the message as received. */
  readonly text: string;
};

export type Expectation<M> = {
  /** Selects one of several possible messages. */
  readonly where?: (message: M) => boolean;
  /** Needed for message types that both sockets use. */
  readonly on?: SocketName;
  readonly within?: number;
};

/** Generous for a busy machine; a passing story takes milliseconds. */
export const PATIENCE_MS = 20_000;

type Waiter = {
  readonly offer: (received: Received) => boolean;
  readonly fail: (why: Error) => void;
};

export class Inbox {
  /** All messages, in order of arrival. */
  readonly received: Received[] = [];
  readonly #owner: string;
  readonly #taken = new Set<Received>();
  #waiters: Waiter[] = [];
  #broken: Error | undefined;

  constructor(owner: string) {
    this.#owner = owner;
  }

  put(received: Received): void {
    this.received.push(received);
    const waiter = this.#waiters.find((one) => one.offer(received));
    if (waiter) this.#waiters = this.#waiters.filter((one) => one !== waiter);
  }

  /** The server sent an invalid message: every expectation fails with it. */
  spoil(why: string): void {
    this.#broken ??= new Error(`${this.#owner}: ${why}`);
    for (const waiter of this.#waiters.splice(0)) waiter.fail(this.#broken);
  }

  /** Returns the first matching message that was not taken yet, or waits for it. */
  take<T extends ServerMessage["type"]>(
    type: T,
    { where, on, within = PATIENCE_MS }: Expectation<MessageOf<T>> = {},
  ): Promise<MessageOf<T>> {
    const read = ({ socket, message }: Received): MessageOf<T> | undefined => {
      if (message.type !== type || (on && socket !== on)) return undefined;
      const one = message as MessageOf<T>;
      return !where || where(one) ? one : undefined;
    };
    if (this.#broken) return Promise.reject(this.#broken);
    for (const received of this.received) {
      if (this.#taken.has(received)) continue;
      const message = read(received);
      if (!message) continue;
      this.#taken.add(received);
      return Promise.resolve(message);
    }
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(
          new Error(`${this.#owner} received no ${type} in time; received: ${this.#summary()}`),
        );
      }, within);
      const waiter: Waiter = {
        offer: (received) => {
          const message = read(received);
          if (!message) return false;
          clearTimeout(late);
          this.#taken.add(received);
          resolve(message);
          return true;
        },
        fail: (why) => {
          clearTimeout(late);
          reject(why);
        },
      };
      this.#waiters.push(waiter);
    });
  }

  /** Messages that were received and not taken. */
  rest(on?: SocketName): ServerMessage[] {
    return this.received
      .filter((received) => !this.#taken.has(received) && (!on || received.socket === on))
      .map(({ message }) => message);
  }

  #summary(): string {
    const latest = this.received.slice(-8).map((received) => {
      const { message } = received;
      const code = message.type === "error" ? `(${message.code})` : "";
      return `${message.type}${code}${this.#taken.has(received) ? "" : "*"}`;
    });
    return latest.join(" ") || "nothing";
  }
}
