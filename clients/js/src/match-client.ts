import {
  LIMITS,
  type MatchClientMessage,
  type MatchServerMessage,
  parseMatchServer,
} from "./protocol.ts";
import { siteSocketUrl } from "./sockets/addresses.ts";
import { type ClosedWhy, closeName } from "./sockets/close-codes.ts";
import { Socket, type SocketOptions } from "./sockets/socket.ts";

export interface MatchClientEvents {
  message(message: MatchServerMessage): void;
  /** The socket dropped, or an attempt to reconnect failed: `attempt` counts from 1. */
  down(attempt: number): void;
  /** The server closed the socket and forbids automatic reconnecting. */
  refused(why: ClosedWhy): void;
}

/** Keeps `welcome.session`: with it the server recognizes a visitor who reconnects. */
export interface SessionKeeper {
  load(): string | null;
  save(session: string): void;
}

/** The matching socket: sends hello, keeps the session, and stays open from partner to partner. */
export class MatchClient {
  readonly #socket: Socket;
  #welcomed = false;

  constructor(events: MatchClientEvents, keeper: SessionKeeper, options: SocketOptions) {
    const socket: Socket = new Socket(
      "match",
      siteSocketUrl("v1/match", options.site),
      {
        opened: () => {
          const session = keeper.load();
          this.#write({
            type: "hello",
            protocol: LIMITS.protocolVersion,
            ...(session ? { session } : {}),
          });
        },
        text: (text) => {
          const parsed = parseMatchServer(text);
          if (!parsed.ok) return; // A newer server may send unknown messages.
          const { message } = parsed;
          if (message.type === "welcome") {
            this.#welcomed = true;
            socket.settled();
            keeper.save(message.session);
          }
          // These messages carry a session with a longer block list.
          if (message.type === "blocked" || message.type === "reported") {
            keeper.save(message.session);
          }
          if (message.type === "goodbye") socket.waitAtLeast(message.retry_after_ms);
          events.message(message);
        },
        down: (attempt) => {
          this.#welcomed = false;
          events.down(attempt);
        },
        refused: (code) => {
          this.#welcomed = false;
          events.refused(closeName(code));
        },
      },
      options,
    );
    this.#socket = socket;
  }

  open(): void {
    this.#socket.open();
  }

  /** False before welcome: messages are not queued. */
  send(message: MatchClientMessage): boolean {
    return this.#welcomed && this.#write(message);
  }

  hurry(): void {
    this.#socket.hurry();
  }

  close(): void {
    this.#welcomed = false;
    this.#socket.close();
  }

  #write(message: MatchClientMessage): boolean {
    return this.#socket.send(JSON.stringify(message));
  }
}
