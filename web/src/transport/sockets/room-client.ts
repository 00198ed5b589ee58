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
import { type KeptSeat, RoomSeat } from "./room-seat";
import { Socket, type SocketOptions } from "./socket";

/** The longest time that a server keeps a seat. After it the seat is lost. */
const GRACE_MS = 90_000;

/**
 * If a present partner does not confirm a chat line within this time and nothing else arrives, the
 * socket is replaced.
 */
export const STALLED_MS = 8_000;

/** The client repeats its question for the room's new home after this time. */
const ASK_AGAIN_MS = 2_000;

export interface RoomClientEvents {
  message(message: RoomServerMessage): void;
  /** The socket dropped; the client resumes the seat. `resumed` or `lost` follows. */
  away(): void;
  /** The home does not answer. The matching service may know a new one, see `move`. */
  homeless(room: Id, seat: string): void;
  /** The room is lost. */
  lost(): void;
  refused(code: number): void;
}

/** A seat and its home node, stored for the reloaded page. */
export interface KeptPlace {
  readonly home: Home;
  readonly seat: KeptSeat;
}

/**
 * The room socket. It opens with the first room and is reused if the next room lives on the same
 * node. After a drop it reconnects: with the token while the join is pending, otherwise to resume
 * the seat. Messages sent meanwhile are kept and arrive once. If the home is gone, the room may
 * move to another one; the listener sees `resumed` in both cases. A seat that cannot be resumed is
 * lost.
 */
export class RoomClient {
  readonly #events: RoomClientEvents;
  readonly #options: Partial<SocketOptions>;
  #socket: Socket | null = null;
  #node: string | null = null;
  /** The seat token of a first join that is pending. */
  #token: string | null = null;
  /** The seat is moving to another home, which has not answered yet. */
  #moves = false;
  /**
   * The room that this client joins or sits in. The server may still answer for a room that was
   * left before.
   */
  #room: Id | null = null;
  #seat: RoomSeat | null = null;
  /** The home of the seat; it changes when a move is complete. */
  #seatedAt: Home | null = null;
  /**
   * Resumes a seat that was left while its socket was down, and leaves it: the partner must not
   * wait.
   */
  #goodbye: readonly RoomClientMessage[] = [];
  #sent = false;
  /**
   * Messages sent behind a pending join. The server receives them once this client has its seat.
   */
  #early: RoomClientMessage[] = [];
  #grace: ReturnType<typeof setTimeout> | undefined;
  /** The home is draining: how long, in ms, the client waits before it asks for the new home. */
  #drainedAfter: number | null = null;
  #askAgain: ReturnType<typeof setTimeout> | undefined;
  #stalled: ReturnType<typeof setTimeout> | undefined;
  #partnerIsAway = false;

  constructor(events: RoomClientEvents, options: Partial<SocketOptions> = {}) {
    this.#events = events;
    this.#options = options;
  }

  /** The node that the socket is open to. */
  get node(): string | null {
    return this.#socket?.isOpen ? this.#node : null;
  }

  join(room: Id, home: Home, seat: string): void {
    const url = homeSocketUrl(home.url);
    if (url === null) {
      queueMicrotask(() => this.#events.lost());
      return;
    }
    this.#stand();
    this.#room = room;
    this.#token = seat;
    this.#early = [];
    this.#node = home.node;
    this.#sent = false;
    if (this.#socket?.url === url) {
      if (this.#socket.isOpen) this.#sendJoin();
      else this.#socket.hurry();
      return;
    }
    this.#goodbye = []; // Meant for the other home; this one would refuse it.
    this.#socket?.close();
    this.#socket = this.#connect(url);
  }

  /**
   * Call when the page unloads. Returns the seat for the reloaded page. Null without a seat or
   * during a move: then the room is left.
   */
  unload(): KeptPlace | null {
    if (!this.#seat || !this.#seatedAt || this.#moves) return null;
    this.#socket?.unload();
    return { home: this.#seatedAt, seat: this.#seat.kept() };
  }

  /**
   * Resumes the seat of the page that was reloaded. Call before anything else; `resumed` or `lost`
   * follows.
   */
  takeBack({ home, seat }: KeptPlace): void {
    this.close();
    this.#room = seat.room;
    this.#seat = RoomSeat.of(seat);
    this.#seatedAt = home;
    this.#node = home.node;
    this.#grace = setTimeout(() => this.#lose(), GRACE_MS);
    this.#socket = this.#connect(home.url);
  }

  /** The room of the seat that is being resumed lives at another home now. */
  move(room: Id, home: Home): void {
    if (this.#grace === undefined || this.#seat?.room !== room) return;
    const url = homeSocketUrl(home.url);
    if (url === null || this.#isJoining) return;
    const isThere = this.#socket?.url === url;
    // Its own home restarted and is asked for the seat. To close the socket would be to leave.
    if (isThere && this.#socket?.isOpen) return;
    const triedThere = isThere && this.#moves;
    clearTimeout(this.#askAgain);
    this.#moves = true;
    this.#node = home.node;
    this.#sent = false;
    if (isThere) {
      // The client already tried this home: the next attempt follows its backoff.
      if (!triedThere) this.#socket?.hurry();
      return;
    }
    this.#socket?.abandon();
    this.#socket = this.#connect(url);
  }

  /** The room cannot move yet, or no longer. */
  stays(room: Id, retryAfterMs: number | undefined): void {
    if (this.#grace === undefined || this.#seat?.room !== room) return;
    if (retryAfterMs === undefined) {
      this.#lose();
      return;
    }
    this.#soon(retryAfterMs, () => this.#askForHome());
    if (this.#moves && !this.#isJoining) this.#goBack();
  }

  /** False if the message is lost: there is neither a socket nor a seat to resume. */
  send(message: RoomClientMessage): boolean {
    if (this.#token !== null && !this.#seat) {
      this.#early.push(message);
      if (this.#sent) this.#socket?.send(JSON.stringify(message));
      return true;
    }
    const kept = this.#seat?.sends(message) ?? false;
    if (this.#grace !== undefined) return kept; // Sent once the seat is resumed.
    if (message.type === "chat" && !this.#partnerIsAway) this.#expectAnAnswer();
    return (this.#socket?.send(JSON.stringify(message)) ?? false) || kept;
  }

  /** Reconnects at once, for example when the network is up again. */
  hurry(): void {
    this.#socket?.hurry();
  }

  /**
   * Leaves the room. A join that was not sent yet is dropped. After a failed link the join is sent
   * with the leave, so that the partner is free.
   */
  leave(room: Id, reason: LeaveReason): void {
    const asked = this.#token === null || this.#sent;
    const join = this.#token === null ? null : ({ type: "join", seat: this.#token } as const);
    // An open socket has already asked for the seat.
    const away = this.#grace !== undefined && !this.#socket?.isOpen ? this.#seat : null;
    this.#token = null;
    this.#stand();
    if (away) {
      this.#goodbye = [away.join, { type: "leave", room, reason }];
      return;
    }
    if (asked) this.send({ type: "leave", room, reason });
    else if (join && reason === "ice_failed") {
      this.#goodbye = [join, { type: "leave", room, reason }];
    }
    // Without a join the server would soon close the socket, so closing it loses nothing.
    else this.close();
  }

  close(): void {
    this.#token = null;
    this.#goodbye = [];
    this.#stand();
    this.#socket?.close();
    this.#socket = null;
  }

  #connect(url: string): Socket {
    this.#drainedAfter = null; // It came from the previous home.
    const mine = () => this.#socket === socket;
    const socket: Socket = new Socket(
      url,
      {
        opened: () => {
          if (mine()) this.#enter();
        },
        text: (text) => {
          if (!mine()) return;
          const parsed = parseRoomServer(text);
          if (!parsed.ok) return;
          this.#receive(socket, parsed.message);
        },
        down: () => {
          if (!mine()) return;
          this.#sent = false;
          if (this.#seat) this.#stepAway();
          else if (this.#token !== null)
            return; // The socket reconnects with the same token.
          else if (this.#goodbye.length === 0) this.#lose();
        },
        refused: (code) => {
          if (!mine()) return;
          this.#socket = null;
          this.#token = null;
          this.#stand();
          this.#events.refused(code);
        },
      },
      { name: "room", subprotocol: SUBPROTOCOL, mayReconnect, ...this.#options },
    );
    socket.open();
    return socket;
  }

  #receive(socket: Socket, message: RoomServerMessage): void {
    this.#expectNothing();
    const seat = this.#seat;
    switch (message.type) {
      case "joined": {
        if (message.room !== this.#room) return;
        this.#token = null;
        this.#moves = false;
        this.#partnerIsAway = message.partner === "away";
        this.#seatedAt = { node: this.#node ?? "", url: socket.url };
        socket.settled();
        if (seat?.room === message.room) {
          this.#rejoined(seat, message);
          return;
        }
        this.#seat = new RoomSeat(message.room, message.seat);
        for (const one of this.#early) this.#seat.sends(one);
        this.#early = [];
        break;
      }
      case "resumed": {
        if (message.room !== seat?.room) return;
        const missed = seat.resumed(message.seat, message.received);
        if (!missed) {
          this.#lose();
          return;
        }
        this.#endGrace();
        this.#moves = false;
        this.#partnerIsAway = message.partner === "away";
        socket.settled();
        for (const one of missed) socket.send(JSON.stringify(one));
        break;
      }
      case "goodbye":
        this.#drainedAfter = message.retry_after_ms;
        break;
      case "partner_away":
      case "partner_back":
        if (message.room === seat?.room) this.#partnerIsAway = message.type === "partner_away";
        break;
      case "partner_left":
        if (message.room === seat?.room) this.#stand();
        break;
      case "error":
        // This error crossed with the next join: it concerns the previous room.
        if (message.room !== undefined && message.room !== this.#room) return;
        if (seat && message.of === "join") {
          if (message.code === "room_moved") {
            this.#moves = false;
            this.#askForHome();
          } else if (message.retry_after_ms === undefined) this.#lose();
          else this.#soon(message.retry_after_ms, () => this.#enter());
          return;
        }
        break;
      default:
        if ("room" in message && message.room === seat?.room) seat.received(message);
    }
    this.#events.message(message);
  }

  /** A home that knows of the room only that both visitors sat in it. */
  #rejoined(seat: RoomSeat, joined: Extract<RoomServerMessage, { type: "joined" }>): void {
    const unconfirmed = seat.rejoined(joined.seat);
    this.#endGrace();
    for (const one of unconfirmed) this.send(one);
    this.#events.message({ ...joined, type: "resumed", received: 0 });
  }

  #expectAnAnswer(): void {
    this.#stalled ??= setTimeout(() => {
      this.#stalled = undefined;
      this.#socket?.renew();
    }, STALLED_MS);
  }

  #expectNothing(): void {
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
  }

  #soon(ms: number, act: () => void): void {
    clearTimeout(this.#askAgain);
    this.#askAgain = setTimeout(act, ms);
  }

  /**
   * The client did not reach the new home, and the room is no longer there: its own home resumed
   * it.
   */
  #goBack(): void {
    const home = this.#seatedAt;
    if (!home) return;
    this.#moves = false;
    this.#node = home.node;
    this.#socket?.abandon();
    this.#socket = this.#connect(home.url);
  }

  #askForHome(): void {
    const seat = this.#seat;
    if (this.#grace === undefined || this.#isJoining || !seat) return;
    // The question or its answer may be lost with the other socket.
    this.#soon(ASK_AGAIN_MS, () => this.#askForHome());
    this.#events.homeless(seat.room, seat.secret);
  }

  #stepAway(): void {
    this.#expectNothing();
    if (this.#grace !== undefined) {
      this.#askForHome(); // Another attempt failed.
      return;
    }
    this.#grace = setTimeout(() => this.#lose(), GRACE_MS);
    this.#events.away();
    // A draining home needs no further attempt.
    if (this.#drainedAfter !== null) this.#soon(this.#drainedAfter, () => this.#askForHome());
    this.#drainedAfter = null;
  }

  #lose(): void {
    this.close();
    this.#events.lost();
  }

  /** Gives the seat up. */
  #stand(): void {
    this.#endGrace();
    this.#expectNothing();
    this.#partnerIsAway = false;
    this.#moves = false;
    this.#room = null;
    this.#seat = null;
  }

  #endGrace(): void {
    clearTimeout(this.#grace);
    clearTimeout(this.#askAgain);
    this.#grace = undefined;
  }

  /** A join is on its way to a home that answers. */
  get #isJoining(): boolean {
    return (this.#token !== null || this.#moves) && this.#sent;
  }

  #enter(): void {
    for (const message of this.#goodbye) this.#socket?.send(JSON.stringify(message));
    this.#goodbye = [];
    if (this.#token !== null) this.#sendJoin();
    else if (this.#seat) this.#sent = this.#socket?.send(JSON.stringify(this.#seat.join)) ?? false;
  }

  #sendJoin(): void {
    if (this.#token === null) return;
    this.#sent = this.#socket?.send(JSON.stringify({ type: "join", seat: this.#token })) ?? false;
    for (const one of this.#early) this.#socket?.send(JSON.stringify(one));
  }
}
