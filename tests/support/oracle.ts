// Records what every visitor of a crowd sent and received, and finds violations of the invariants.
// SPDX-License-Identifier: MIT
import type {
  ChatReceivedMessage,
  JoinedMessage,
  MatchedMessage,
  Role,
} from "../../clients/js/src/protocol.ts";
import { ROLE_DIGITS, readToken } from "./tokens.ts";

type RoomLog = {
  /** The visitors that were matched into the room, and those that joined it. */
  readonly matched: Map<string, Role>;
  readonly joined: Map<string, Role>;
  readonly home: string;
  /** How many chat messages of each sender its partner has received. */
  readonly received: Map<string, number>;
  offer?: string;
  answer?: string;
};

/** A chat text that holds its sender, its room and its number, so that the receiver can check them. */
export function chatText(sender: string, room: string, count: number): string {
  return `${sender} ${room} ${count}`;
}

export function offerText(sender: string): string {
  return `offer of ${sender}`;
}

export function answerText(sender: string): string {
  return `answer of ${sender}`;
}

/** `who` is one stay of a visitor: each arrival has a new name. */
export class Oracle {
  readonly violations: string[] = [];
  chats = 0;
  fallenThrough = 0;
  /** Members of a two-sided room that were sent to another room, because the store had lost the first. */
  uprooted = 0;
  /** When each pending search began, and how long each matched one took. */
  readonly #finds = new Map<string, number>();
  readonly #waits: number[] = [];
  readonly #rooms = new Map<string, RoomLog>();
  readonly #standing = new Map<string, string>();
  readonly #sitting = new Map<string, string>();
  /** The room that a ticket was committed to. */
  readonly #tickets = new Map<string, string>();
  readonly #over = new Set<string>();
  /** Joins that were sent after the room was known to be over. */
  readonly #tooLate = new Map<string, string>();

  /** Rooms that a visitor was matched into. */
  get matches(): number {
    return this.#rooms.size;
  }

  /** Rooms that two visitors joined. */
  get meetings(): number {
    return [...this.#rooms.values()].filter((room) => room.joined.size === 2).length;
  }

  get homes(): Set<string> {
    return new Set([...this.#rooms.values()].map((room) => room.home));
  }

  /** Reports a match of the current search; callers leave out stale matches. */
  onMatched(who: string, matched: MatchedMessage): void {
    const { room: id, role, home, offer, answer } = matched;
    const since = this.#finds.get(who);
    if (since !== undefined) this.#waits.push(Date.now() - since);
    this.#finds.delete(who);
    // A failed match may be followed by the next one at once.
    this.onFallenThrough(who);
    this.#standing.set(who, id);
    let room = this.#rooms.get(id);
    if (!room) {
      room = { matched: new Map(), joined: new Map(), home: home.node, received: new Map() };
      this.#rooms.set(id, room);
    }
    if (room.home !== home.node) this.#accuse(`${id} is at ${room.home} and at ${home.node}`);
    if (room.matched.has(who)) this.#accuse(`${who} is matched into ${id} twice`);
    if ([...room.matched.values()].includes(role)) this.#accuse(`${id} has two ${role}s`);
    room.matched.set(who, role);
    if (room.matched.size > 2) this.#accuse(`${room.matched.size} visitors are matched into ${id}`);
    if (role === "initiator" && offer !== undefined)
      this.#accuse(`${who} is the initiator and got an offer`);
    if (role === "responder" && answer !== undefined)
      this.#accuse(`${who} is the responder and got an answer`);
    this.#onToken(who, matched);
    if (offer !== undefined) room.offer = offer;
    if (answer !== undefined) room.answer = answer;
    for (const [one, itsRole] of room.matched) {
      if (itsRole === "initiator" && room.offer && room.offer !== offerText(one)) {
        this.#accuse(`${one} is the initiator of ${id}, but the responder got: ${room.offer}`);
      }
      if (itsRole === "responder" && room.answer && room.answer !== answerText(one)) {
        this.#accuse(`${one} is the responder of ${id}, but the initiator got: ${room.answer}`);
      }
    }
  }

  #onToken(who: string, { room, role, home, seat: text }: MatchedMessage): void {
    const token = readToken(text);
    const fits =
      token.room === room && token.role === ROLE_DIGITS[role] && token.home === home.node;
    if (!fits) this.#accuse(`${who} is matched into ${room} with a token for another seat`);
    const before = this.#tickets.get(token.ticket);
    if (before !== undefined) {
      this.#accuse(`the ticket of ${who} is committed to ${before} and to ${room}`);
    }
    this.#tickets.set(token.ticket, room);
  }

  onUprooted(who: string): void {
    this.uprooted += 1;
    this.onLeft(who);
  }

  onFallenThrough(who: string): void {
    if (this.#standing.delete(who)) this.fallenThrough += 1;
    this.onLeft(who);
  }

  /** The search ends, or a new one begins. */
  onSearch(who: string): void {
    this.#standing.delete(who);
    this.#finds.delete(who);
  }

  /** A search begins now. */
  onFind(who: string): void {
    this.#finds.set(who, Date.now());
  }

  /** Milliseconds from each search to its match, or until now, since the last call; sorted. */
  takeWaits(): number[] {
    const unanswered = [...this.#finds.values()].map((since) => Date.now() - since);
    return [...this.#waits.splice(0), ...unanswered].sort((a, b) => a - b);
  }

  /** The server notified a member that the room has ended. */
  onOver(room: string): void {
    this.#over.add(room);
  }

  /** `who` sends a join now. */
  onJoin(who: string, room: string): void {
    if (this.#over.has(room)) this.#tooLate.set(who, room);
  }

  onJoined(who: string, { room: id, role }: JoinedMessage): void {
    if (this.#tooLate.get(who) === id) this.#accuse(`${who} joins ${id}, which was over`);
    const room = this.#rooms.get(id);
    if (!room) {
      this.#accuse(`${who} joins ${id} without a match`);
      return;
    }
    const seat = this.#sitting.get(who);
    if (seat !== undefined && seat !== id)
      this.#accuse(`${who} has a seat in ${seat} and in ${id}`);
    if (room.matched.get(who) !== role)
      this.#accuse(`${who} is ${role} in ${id}, unlike in its match`);
    room.joined.set(who, role);
    if (room.joined.size > 2) this.#accuse(`${id} has ${room.joined.size} members`);
    this.#sitting.set(who, id);
  }

  /** The visitor left, the server removed it, or it vanished. */
  onLeft(who: string): void {
    this.#sitting.delete(who);
  }

  onChat(who: string, { room: id, text, sequence }: ChatReceivedMessage): void {
    this.chats += 1;
    const room = this.#rooms.get(id);
    if (!room || this.#sitting.get(who) !== id) {
      this.#accuse(`${who} receives a chat of ${id} without a seat`);
      return;
    }
    const [sender = "", target, count] = text.split(" ");
    if (target !== id) this.#accuse(`${who} receives in ${id} a chat sent in ${target}`);
    if (sender === who || !room.joined.has(sender))
      this.#accuse(`${who} receives a chat of ${sender} in ${id}`);
    const received = (room.received.get(sender) ?? 0) + 1;
    room.received.set(sender, received);
    if (Number(count) !== received || sequence !== received) {
      this.#accuse(`${who} receives ${text} as number ${sequence} instead of ${received}`);
    }
  }

  /** An error, a close or another event that a well-behaved visitor should never meet. */
  onSurprise(who: string, what: string): void {
    this.#accuse(`${who} got an unexpected event: ${what}`);
  }

  #accuse(what: string): void {
    this.violations.push(what);
  }
}
