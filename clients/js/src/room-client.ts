import {
  type Home,
  type Id,
  type LeaveReason,
  parseRoomServer,
  type RoomClientMessage,
  type RoomServerMessage,
} from "./protocol.ts";
import { homeSocketUrl } from "./sockets/addresses.ts";
import { type ClosedWhy, closeName } from "./sockets/close-codes.ts";
import { EffectQueue } from "./sockets/effect-queue.ts";
import { stepSeat } from "./sockets/seat-machine.ts";
import {
  type KeptPlace,
  NO_SEAT,
  type SeatEffect,
  type SeatEvent,
  type SeatState,
  type SeatTimer,
} from "./sockets/seat-state.ts";
import { Socket, type SocketOptions } from "./sockets/socket.ts";

export interface RoomClientEvents {
  message(message: RoomServerMessage): void;
  /** The socket dropped; the client resumes the seat. `resumed` or `lost` follows. */
  away(): void;
  /** The home does not answer. The matching service may know a new one, see `move`. */
  homeless(room: Id, seat: string): void;
  /** The room is lost. */
  lost(): void;
  /** The server closed the socket and forbids automatic reconnecting. */
  refused(why: ClosedWhy): void;
}

export type { ClosedWhy, KeptPlace, SocketOptions };

/**
 * The room socket. It opens with the first room and is reused if the next room lives on the same
 * node. After a drop it reconnects: with the token while the join is pending, otherwise to resume
 * the seat. Messages sent meanwhile are kept and arrive once. If the home is gone, the room may
 * move to another one; the listener sees `resumed` in both cases. A seat that cannot be resumed is
 * lost.
 *
 * `stepSeat` decides; this class passes events to it and runs its effects.
 */
export class RoomClient {
  readonly #events: RoomClientEvents;
  readonly #options: SocketOptions;
  readonly #timers = new Map<SeatTimer, ReturnType<typeof setTimeout>>();
  readonly #effects: EffectQueue<SeatEffect>;
  #state: SeatState = NO_SEAT;
  #socket: Socket | null = null;

  constructor(events: RoomClientEvents, options: SocketOptions) {
    this.#events = events;
    this.#options = options;
    this.#effects = new EffectQueue<SeatEffect>({
      connect: ({ url }) => this.#connect(url),
      close: () => this.#socket?.close(),
      abandon: () => this.#socket?.abandon(),
      renew: () => this.#socket?.renew(),
      hurry: () => this.#socket?.hurry(),
      settled: () => this.#socket?.settled(),
      send: ({ message }) => this.#socket?.send(JSON.stringify(message)),
      timer: ({ name, ms }) => this.#setTimer(name, ms),
      "clear-timer": ({ name }) => clearTimeout(this.#timers.get(name)),
      "clear-timers": () => {
        for (const timer of this.#timers.values()) clearTimeout(timer);
      },
      message: ({ message }) => events.message(message),
      away: () => events.away(),
      homeless: ({ room, secret }) => events.homeless(room, secret),
      lost: () => events.lost(),
      refused: ({ code }) => events.refused(closeName(code)),
    });
  }

  /** The node that the socket is open to. */
  get node(): string | null {
    const { line } = this.#state;
    return line?.open ? line.home.node : null;
  }

  join(room: Id, home: Home, seat: string): void {
    const url = homeSocketUrl(home.url, this.#options.site);
    if (url === null) queueMicrotask(() => this.#events.lost());
    else this.#take({ type: "join", room, home: { ...home, url }, token: seat });
  }

  /**
   * Call when the page unloads. Returns the seat for the reloaded page. Null without a seat or
   * during a move: then the room is left.
   */
  unload(): KeptPlace | null {
    const state = this.#state;
    if (state.at !== "seated" && (state.at !== "away" || state.moves)) return null;
    this.#socket?.unload();
    return { home: state.at === "away" ? state.home : state.line.home, seat: state.seat };
  }

  /**
   * Resumes the seat of the page that was reloaded. Call before anything else; `resumed` or `lost`
   * follows.
   */
  resume(place: KeptPlace): void {
    this.#take({ type: "resume", place });
  }

  /** The room of the seat that is being resumed lives at another home now. */
  move(room: Id, home: Home): void {
    const url = homeSocketUrl(home.url, this.#options.site);
    if (url !== null) this.#take({ type: "move", room, home: { ...home, url } });
  }

  /** The room cannot move before `retryAfterMs`, or no longer. */
  stays(room: Id, retryAfterMs: number | undefined): void {
    this.#take({ type: "stays", room, retryAfterMs });
  }

  /** False if the message is dropped because no room is joined. */
  send(message: RoomClientMessage): boolean {
    this.#take({ type: "send", message });
    return this.#state.at !== "idle" && this.#state.at !== "leaving";
  }

  /** Reconnects at once, for example when the network is up again. */
  hurry(): void {
    this.#socket?.hurry();
  }

  leave(room: Id, reason: LeaveReason): void {
    this.#take({ type: "leave", room, reason });
  }

  close(): void {
    this.#take({ type: "close" });
  }

  #take(event: SeatEvent): void {
    const [state, effects] = stepSeat(this.#state, event);
    this.#state = state;
    this.#effects.run(effects);
  }

  #setTimer(name: SeatTimer, ms: number): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => this.#take({ type: "timer", name }), ms),
    );
  }

  #connect(url: string): void {
    const take = (event: SeatEvent) => {
      if (this.#socket === socket) this.#take(event);
    };
    const socket: Socket = new Socket(
      "room",
      url,
      {
        opened: () => take({ type: "opened" }),
        text: (text) => {
          const parsed = parseRoomServer(text);
          if (parsed.ok) take({ type: "message", message: parsed.message });
        },
        down: () => take({ type: "down" }),
        refused: (code) => take({ type: "refused", code }),
      },
      this.#options,
    );
    this.#socket = socket;
    socket.open();
  }
}
