// A visitor without a browser: both sockets, the rules that clients keep, and a record of every message.
// SPDX-License-Identifier: MIT
import {
  type ChatReceivedMessage,
  checkMatchClient,
  checkRoomClient,
  type DeliveredMessage,
  type FindMessage,
  type Home,
  type Id,
  type JoinedMessage,
  type LeaveReason,
  LIMITS,
  type MatchClientMessage,
  type MatchedMessage,
  type MessageId,
  parseMatchServer,
  parseRoomServer,
  type RoomClientMessage,
} from "../../clients/js/src/protocol.ts";
import type { Deployment } from "./deployment.ts";
import {
  type Expectation,
  Inbox,
  type MessageOf,
  type ServerMessage,
  type SocketName,
} from "./inbox.ts";
import { type Closed, Line } from "./line.ts";

export type Wishes = Partial<Omit<FindMessage, "type" | "find">>;
export type Arrival = {
  /** Which of the deployment's matching nodes. */
  readonly node?: number;
  readonly session?: string;
  readonly name?: string;
  readonly localAddress?: string;
  /** Sent as X-Forwarded-For, as by a proxy. */
  readonly forwardedFor?: string;
  /** Connects to every node at this address instead of the announced one. */
  readonly via?: string | undefined;
};
type Room = { readonly id: Id; readonly node: string; isTwoSided: boolean };

/** A room that does not exist. */
export const NO_ROOM = "A".repeat(22) as Id;
const NO_FIND = 2147483647;

let arrivals = 0;

export class Visitor {
  readonly name: string;
  readonly inbox: Inbox;
  id = "" as Id;
  session = "";
  /** The number of the latest search. */
  lastFind = 0;
  room: Room | undefined;
  /** Called for every message, after the visitor itself has processed it. */
  onMessage: (message: ServerMessage, socket: SocketName) => void = () => {};
  /** Called when a socket closes that the visitor still uses. */
  onClosed: (closed: Closed, socket: SocketName) => void = () => {};
  /** Called just before a join is sent. */
  onJoin: (room: Id | undefined) => void = () => {};
  readonly #deployment: Deployment;
  readonly #arrival: Arrival;
  #match: Line | undefined;
  #room: Line | undefined;
  #homeNode = "";
  #goal = "";
  /** The room of the latest join; a seat in any other room is obsolete. */
  #wanted: string | undefined;
  #isGone = false;
  #chats = 0;

  constructor(deployment: Deployment, arrival: Arrival = {}) {
    this.name = arrival.name ?? `visitor ${++arrivals}`;
    this.inbox = new Inbox(this.name);
    this.#deployment = deployment;
    this.#arrival = arrival;
    this.session = arrival.session ?? "";
  }

  /** Opens the matching socket and sends hello. */
  static async arrive(deployment: Deployment, arrival: Arrival = {}): Promise<Visitor> {
    const visitor = new Visitor(deployment, arrival);
    await visitor.connect();
    return visitor;
  }

  /** Also connects again after the matching socket was lost, perhaps to another node; a room socket stays open. */
  async connect(node = this.#arrival.node ?? 0): Promise<void> {
    const { matchUrls } = this.#deployment;
    const url = matchUrls[node % matchUrls.length];
    if (url === undefined) throw new Error("the deployment has no matching node");
    const line = await this.#open("match", this.#wayTo(url));
    if (this.#isGone) return line.cut();
    const old = this.#match;
    this.#match = line;
    old?.cut();
    this.lastFind = 0;
    this.sendMatch({
      type: "hello",
      protocol: LIMITS.protocolVersion,
      ...(this.session === "" ? {} : { session: this.session }),
    });
    const welcome = await this.expect("welcome");
    this.id = welcome.visitor;
    this.session = welcome.session;
  }

  get match(): Line {
    if (!this.#match) throw new Error(`${this.name} has no matching socket`);
    return this.#match;
  }

  get roomLine(): Line {
    if (!this.#room) throw new Error(`${this.name} has no room socket`);
    return this.#room;
  }

  expect<T extends ServerMessage["type"]>(
    type: T,
    expectation?: Expectation<MessageOf<T>>,
  ): Promise<MessageOf<T>> {
    return this.inbox.take(type, expectation);
  }

  sendMatch(message: MatchClientMessage): void {
    const text = JSON.stringify(message);
    const judged = checkMatchClient(text);
    if (!judged.ok) throw new Error(`${this.name} would send an invalid message: ${text}`);
    this.match.send(text);
  }

  sendRoom(message: RoomClientMessage): void {
    const text = JSON.stringify(message);
    const judged = checkRoomClient(text);
    if (!judged.ok) throw new Error(`${this.name} would send an invalid message: ${text}`);
    this.roomLine.send(text);
  }

  /** Searches, with the node of an open room socket as the hint; returns the number of the search. */
  find(wishes: Wishes = {}): number {
    const home = this.#room?.isOpen ? { home: this.#homeNode } : {};
    this.lastFind += 1;
    this.#wanted = undefined;
    this.sendMatch({ type: "find", find: this.lastFind, mode: "video", ...home, ...wishes });
    return this.lastFind;
  }

  /** Searches and waits until it is queued. */
  async wait(wishes: Wishes = {}): Promise<MessageOf<"queued">> {
    const find = this.find(wishes);
    return this.expect("queued", { where: (queued) => queued.find === find });
  }

  cancel(find = this.lastFind): void {
    this.sendMatch({ type: "cancel", find });
  }

  /** Waits for the match of the latest search. */
  matched(within?: number): Promise<MatchedMessage> {
    const find = this.lastFind;
    return this.expect("matched", {
      where: (matched) => matched.find === find,
      ...(within === undefined ? {} : { within }),
    });
  }

  /** Opens the room socket to that home unless it is open already. */
  async goTo(home: Home): Promise<void> {
    const onThisSite = home.url === "" ? "/v1/room" : home.url.startsWith("/") ? home.url : null;
    const announced = onThisSite ? this.match.url.replace("/v1/match", onThisSite) : home.url;
    const url = this.#wayTo(announced);
    const isThere = (): boolean => this.#room?.isOpen === true && this.#room.url === url;
    this.#goal = url;
    this.#homeNode = home.node;
    if (isThere()) return;
    const line = await this.#open("room", url);
    // Meanwhile the visitor may have left or chosen another home.
    if (this.#isGone || this.#goal !== url || isThere()) return line.cut();
    const old = this.#room;
    this.#room = line;
    void old?.close(); // not awaited: its node may be slow to answer
  }

  /** Sends a join to the home of the match, without waiting for the answer. */
  async sendJoin(matched: Pick<MatchedMessage, "home" | "seat"> & { room?: Id }): Promise<void> {
    this.#wanted = matched.room;
    await this.goTo(matched.home);
    if (this.#isGone || this.#wanted !== matched.room) return;
    this.onJoin(matched.room);
    this.sendRoom({ type: "join", seat: matched.seat });
  }

  async join(matched: MatchedMessage): Promise<JoinedMessage> {
    await this.sendJoin(matched);
    return this.expect("joined", { where: (joined) => joined.room === matched.room });
  }

  leave(reason: LeaveReason = "skip"): void {
    if (!this.room) throw new Error(`${this.name} is in no room`);
    this.sendRoom({ type: "leave", room: this.room.id, reason });
    this.room = undefined;
  }

  /** Leaves that room, whether the visitor has joined it or its join is pending. */
  giveUp(room: Id): void {
    if (this.#room?.isOpen) this.sendRoom({ type: "leave", room, reason: "skip" });
    this.room = undefined;
    this.#wanted = undefined;
  }

  /** Sends a chat message to the partner; returns the message's id. */
  chat(text: string, room = this.room?.id): MessageId {
    if (room === undefined) throw new Error(`${this.name} is in no room`);
    const id = `m${++this.#chats}` as MessageId;
    this.sendRoom({ type: "chat", room, id, text });
    return id;
  }

  /** Returns once the server has processed everything sent before on this socket. */
  async fence(socket: SocketName): Promise<void> {
    if (socket === "match") {
      this.cancel(NO_FIND);
      await this.expect("error", { on: "match", where: ({ find }) => find === NO_FIND });
    } else {
      this.sendRoom({ type: "typing", room: NO_ROOM, on: false });
      await this.expect("error", {
        on: "room",
        where: ({ code, of }) => code === "stale_room" && of === "typing",
      });
    }
  }

  /** Closes both sockets with a close frame. */
  async depart(): Promise<void> {
    this.#isGone = true;
    await Promise.all([this.#room?.close(), this.#match?.close()]);
  }

  /** Drops both sockets without a close frame. */
  vanish(): void {
    this.#isGone = true;
    this.room = undefined;
    this.#room?.cut();
    this.#match?.cut();
  }

  #wayTo(url: string): string {
    const { via } = this.#arrival;
    if (via === undefined) return url;
    const way = new URL(url);
    way.hostname = via;
    return way.href;
  }

  async #open(socket: SocketName, url: string): Promise<Line> {
    const { localAddress, forwardedFor } = this.#arrival;
    const line = await Line.open(url, {
      origin: this.#deployment.origin,
      localAddress,
      ...(forwardedFor === undefined ? {} : { headers: { "X-Forwarded-For": forwardedFor } }),
    });
    const read = socket === "match" ? parseMatchServer : parseRoomServer;
    line.onText = (text) => {
      const parsed = read(text);
      if (!parsed.ok)
        return this.inbox.spoil(
          `the ${socket} socket received an invalid message: ${text.slice(0, 200)}`,
        );
      this.#keepRules(parsed.message);
      this.inbox.put({ socket, message: parsed.message, text });
      this.onMessage(parsed.message, socket);
    };
    void line.closed.then((closed) => {
      // As in the web app, a room socket is obsolete as soon as another home is chosen.
      const isWanted =
        socket === "match" ? line === this.#match : line === this.#room && url === this.#goal;
      if (isWanted && !this.#isGone) this.onClosed(closed, socket);
    });
    return line;
  }

  #keepRules(message: ServerMessage): void {
    switch (message.type) {
      case "joined":
        if (message.room !== this.#wanted) break;
        this.room = {
          id: message.room,
          node: this.#homeNode,
          isTwoSided: message.partner === "present",
        };
        break;
      case "partner_joined":
        if (this.room?.id === message.room) this.room.isTwoSided = true;
        break;
      case "partner_left":
        if (this.room?.id === message.room) this.room = undefined;
        break;
      case "queued":
        // The matching side considers the match failed. Two members of a two-sided room know better
        // and cancel the search; otherwise the visitor forgets the room.
        if (message.find !== this.lastFind) break;
        if (this.room?.isTwoSided) {
          this.cancel();
        } else {
          this.room = undefined;
          this.#wanted = undefined;
        }
        break;
      default:
        break;
    }
  }
}

export type Pair = {
  readonly room: Id;
  readonly initiator: Visitor;
  readonly responder: Visitor;
  readonly matched: ReadonlyMap<Visitor, MatchedMessage>;
};

/** `waiter` waits and `finder` matches it; returns when both have joined the room. */
export async function meet(waiter: Visitor, finder: Visitor, wishes: Wishes = {}): Promise<Pair> {
  await waiter.wait(wishes);
  finder.find(wishes);
  const [a, b] = await Promise.all([waiter.matched(), finder.matched()]);
  await Promise.all([sitDown(waiter, a), sitDown(finder, b)]);
  const [initiator, responder] = a.role === "initiator" ? [waiter, finder] : [finder, waiter];
  const matched = new Map([
    [waiter, a],
    [finder, b],
  ]);
  return { room: a.room, initiator, responder, matched };
}

/** Joins and waits for the partner. */
export async function sitDown(visitor: Visitor, matched: MatchedMessage): Promise<void> {
  const joined = await visitor.join(matched);
  if (joined.partner === "present") return;
  await visitor.expect("partner_joined", { where: ({ room }) => room === matched.room });
}

/** `from` sends a chat and `to` receives it: proof that the room works. */
export async function talk(
  from: Visitor,
  to: Visitor,
  text: string,
): Promise<{ received: ChatReceivedMessage; delivered: DeliveredMessage }> {
  const id = from.chat(text);
  const [received, delivered] = await Promise.all([
    to.expect("chat_received", { where: (chat) => chat.id === id }),
    from.expect("delivered", { where: (ack) => ack.id === id }),
  ]);
  return { received, delivered };
}
