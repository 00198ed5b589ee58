import {
  type Home,
  type Id,
  type LeaveReason,
  parseRoomServer,
  type RoomClientMessage,
  type RoomServerMessage,
  SUBPROTOCOL,
} from "@/protocol/messages";
import { homeSocketUrl } from "./addresses";
import { mayReconnect } from "./close-codes";
import { Socket, type SocketOptions } from "./socket";

export interface RoomClientEvents {
  message(message: RoomServerMessage): void;
  /** The room is lost with its socket. */
  lost(): void;
  refused(code: number): void;
}

/**
 * The room socket: opened with the first room, kept for the next one when that lives on the same node. While a join is
 * unanswered the socket comes back by itself; afterwards a lost socket is a lost room.
 */
export class RoomClient {
  readonly #events: RoomClientEvents;
  readonly #options: Partial<SocketOptions>;
  #socket: Socket | null = null;
  #node: string | null = null;
  #token: string | null = null;
  #sent = false;

  constructor(events: RoomClientEvents, options: Partial<SocketOptions> = {}) {
    this.#events = events;
    this.#options = options;
  }

  /** The node that the socket is open to. */
  get node(): string | null {
    return this.#socket?.isOpen ? this.#node : null;
  }

  join(home: Home, token: string): void {
    const url = homeSocketUrl(home.url);
    if (url === null) {
      queueMicrotask(() => this.#events.lost());
      return;
    }
    this.#token = token;
    this.#node = home.node;
    this.#sent = false;
    if (this.#socket?.url === url) {
      if (this.#socket.isOpen) this.#sendJoin();
      else this.#socket.hurry();
      return;
    }
    this.#socket?.close();
    this.#socket = this.#connect(url);
  }

  send(message: RoomClientMessage): boolean {
    return this.#socket?.send(JSON.stringify(message)) ?? false;
  }

  /** Leaves; a join that was not sent yet is forgotten instead. */
  leave(room: Id, reason: LeaveReason): void {
    const asked = this.#token === null || this.#sent;
    this.#token = null;
    if (asked) this.send({ type: "leave", room, reason });
    // A socket that says nothing would be closed by the server in a moment; nothing is lost with it.
    else this.close();
  }

  close(): void {
    this.#token = null;
    this.#socket?.close();
    this.#socket = null;
  }

  #connect(url: string): Socket {
    const mine = () => this.#socket === socket;
    const socket: Socket = new Socket(
      url,
      {
        opened: () => {
          if (mine()) this.#sendJoin();
        },
        text: (text) => {
          if (!mine()) return;
          const parsed = parseRoomServer(text);
          if (!parsed.ok) return;
          if (parsed.message.type === "joined") {
            this.#token = null;
            socket.settled();
          }
          this.#events.message(parsed.message);
        },
        down: () => {
          if (!mine()) return;
          this.#sent = false;
          if (this.#token !== null) return; // Comes back with the same token.
          this.close();
          this.#events.lost();
        },
        refused: (code) => {
          if (!mine()) return;
          this.#socket = null;
          this.#token = null;
          this.#events.refused(code);
        },
      },
      { subprotocol: SUBPROTOCOL, mayReconnect, ...this.#options },
    );
    socket.open();
    return socket;
  }

  #sendJoin(): void {
    if (this.#token === null) return;
    this.#sent = this.#socket?.send(JSON.stringify({ type: "join", token: this.#token })) ?? false;
  }
}
