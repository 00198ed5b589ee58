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

/** As long as a server keeps a seat at most: who is back later has lost it. */
const GRACE_MS = 90_000;

/** A line that a partner who is there does not confirm by then, while nothing else comes: the socket carries nothing. */
export const STALLED_MS = 8_000;

/** Where a room lives is asked again when nobody answers by then. */
const ASK_AGAIN_MS = 2_000;

export interface RoomClientEvents {
  message(message: RoomServerMessage): void;
  /** The socket dropped; the seat is being taken back. `resumed` or `lost` follows. */
  away(): void;
  /** The home does not answer: the matching service may know a new one, see `move`. */
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
 * The room socket: opened with the first room, kept for the next one when that lives on the same node. When it drops it
 * comes back by itself, with the token while the join is unanswered, else to take the seat back: what is sent meanwhile
 * is kept and arrives once. When the home is gone the room may move to another, which looks no different to whoever
 * listens: `resumed` says that the seat is taken back. A seat that can not be had back is lost.
 */
export class RoomClient {
  readonly #events: RoomClientEvents;
  readonly #options: Partial<SocketOptions>;
  #socket: Socket | null = null;
  #node: string | null = null;
  /** The seat token of a first join that has no answer yet. */
  #token: string | null = null;
  /** The seat goes to another home, which has not answered yet. */
  #moves = false;
  /** Where this end wants to sit, or sits. The server may still answer for a room that was left before it did. */
  #room: Id | null = null;
  #seat: RoomSeat | null = null;
  /** Where the seat is, as long as it does not move. */
  #seatedAt: Home | null = null;
  /** Takes back a seat that was left while it was away, and leaves it: the partner shall not wait for nobody. */
  #goodbye: readonly RoomClientMessage[] = [];
  #sent = false;
  /** What was said behind a join that has no answer yet: the server hears it once this end sits. */
  #early: RoomClientMessage[] = [];
  #grace: ReturnType<typeof setTimeout> | undefined;
  /** The home stops; so long it wants the room to wait before it moves. */
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
    this.#goodbye = []; // For the other home; at this one it would be refused.
    this.#socket?.close();
    this.#socket = this.#connect(url);
  }

  /** Call when the page unloads. Returns the seat for the reloaded page; null without a seat or while it moves: the room is left then. */
  unload(): KeptPlace | null {
    if (!this.#seat || !this.#seatedAt || this.#moves) return null;
    this.#socket?.unload();
    return { home: this.#seatedAt, seat: this.#seat.kept() };
  }

  /** Resumes the seat of the page that was reloaded. Call before anything else; `resumed` or `lost` follows. */
  takeBack({ home, seat }: KeptPlace): void {
    this.close();
    this.#room = seat.room;
    this.#seat = RoomSeat.of(seat);
    this.#seatedAt = home;
    this.#node = home.node;
    this.#grace = setTimeout(() => this.#lose(), GRACE_MS);
    this.#socket = this.#connect(home.url);
  }

  /** The room of the seat that is being taken back lives at another home now. */
  move(room: Id, home: Home): void {
    if (this.#grace === undefined || this.#seat?.room !== room) return;
    const url = homeSocketUrl(home.url);
    if (url === null || this.#isJoining) return;
    const isThere = this.#socket?.url === url;
    // Its own home, which has started anew and is being asked for the seat: to close would be to leave.
    if (isThere && this.#socket?.isOpen) return;
    const triedThere = isThere && this.#moves;
    clearTimeout(this.#askAgain);
    this.#moves = true;
    this.#node = home.node;
    this.#sent = false;
    if (isThere) {
      // Where it was just sent to before: the next try comes in its turn.
      if (!triedThere) this.#socket?.hurry();
      return;
    }
    this.#socket?.abandon();
    this.#socket = this.#connect(url);
  }

  /** The room can not move yet, or not any more. */
  stays(room: Id, retryAfterMs: number | undefined): void {
    if (this.#grace === undefined || this.#seat?.room !== room) return;
    if (retryAfterMs === undefined) {
      this.#lose();
      return;
    }
    this.#soon(retryAfterMs, () => this.#askForHome());
    if (this.#moves && !this.#isJoining) this.#goBack();
  }

  /** False when it is lost: there is neither a socket nor a seat that will be taken back. */
  send(message: RoomClientMessage): boolean {
    if (this.#token !== null && !this.#seat) {
      this.#early.push(message);
      if (this.#sent) this.#socket?.send(JSON.stringify(message));
      return true;
    }
    const kept = this.#seat?.sends(message) ?? false;
    if (this.#grace !== undefined) return kept; // Sent in its turn, once the seat is taken back.
    if (message.type === "chat" && !this.#partnerIsAway) this.#expectAnAnswer();
    return (this.#socket?.send(JSON.stringify(message)) ?? false) || kept;
  }

  /** Tries at once to come back, for example when the network is there again. */
  hurry(): void {
    this.#socket?.hurry();
  }

  /** Leaves. A join that was not sent yet is dropped. After a failed link it is sent with the leave, so that the partner is free. */
  leave(room: Id, reason: LeaveReason): void {
    const asked = this.#token === null || this.#sent;
    const join = this.#token === null ? null : ({ type: "join", seat: this.#token } as const);
    // Where the socket is back, it has asked for the seat already.
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
    // A socket that says nothing would be closed by the server in a moment; nothing is lost with it.
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
    this.#drainedAfter = null; // What the home before has said.
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
            return; // Comes back with the same token.
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
        // It crossed with the next join: whom the server refused there is not wanted here any more.
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

  /** A home that knows no more of the room than that both sat in it. */
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

  /** Where it was sent it did not get, and the room is not there any more: its own home took it back. */
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
    // The question may be lost, or its answer, with the other socket.
    this.#soon(ASK_AGAIN_MS, () => this.#askForHome());
    this.#events.homeless(seat.room, seat.secret);
  }

  #stepAway(): void {
    this.#expectNothing();
    if (this.#grace !== undefined) {
      this.#askForHome(); // Another try failed.
      return;
    }
    this.#grace = setTimeout(() => this.#lose(), GRACE_MS);
    this.#events.away();
    // A home that said goodbye is not worth another try.
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
