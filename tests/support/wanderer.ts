// A visitor of the crowd: meets, chats, skips, stops and vanishes at random.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { backoffMs, RECONNECT } from "../../clients/js/src/backoff.ts";
import type { Id, MatchedMessage, Mode } from "../../clients/js/src/protocol.ts";
import type { Deployment } from "./deployment.ts";
import type { MessageOf, ServerMessage, SocketName } from "./inbox.ts";
import type { Closed } from "./line.ts";
import { answerText, chatText, type Oracle, offerText } from "./oracle.ts";
import type { SeededRandom } from "./random.ts";
import { Visitor, type Wishes } from "./visitor.ts";

/** After a room ended before both joined: the server's time to report whether the search continues. */
const RESUME_MS = 1_000;
/** As in the web app: gives up a match that leads to no meeting, and searches again after a lost one. */
const GIVE_UP_MS = 20_000;
const FIND_AGAIN_MS = 1_000;
/** The server's limit for a second; the period includes some network delay. */
const CHATS_MAX = 5;
const CHAT_PERIOD_MS = 1_300;

export type Habits = {
  /** Tolerates lost sockets and an unavailable store. Otherwise each of them is a violation. */
  readonly isHardy?: boolean;
  /** Never misbehaves: see settle(). */
  readonly isCalm?: boolean;
  /** The wishes of every search; by default only a random mode. */
  readonly wishes?: Wishes;
  /** Connects to every node at this address. */
  readonly via?: string;
  /** Called for each message after the wanderer has processed it; may send more. */
  readonly onMessage?: (message: ServerMessage, visitor: Visitor) => void;
};

export type Whereabouts =
  | "away"
  | "coming"
  | "searching"
  | "matched"
  | "alone"
  | "together"
  | "idle";

export class Wanderer {
  mode: Mode = "video";
  #visitor: Visitor | undefined;
  #who = "";
  #stay = 0;
  #whereabouts: Whereabouts = "away";
  #chats = 0;
  #spoke: number[] = [];
  #session = "";
  #isSettled: boolean;
  #isConnecting = false;
  #isQueued = false;
  #promised: Id | undefined;
  #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly name: string,
    readonly deployment: Deployment,
    readonly oracle: Oracle,
    readonly random: SeededRandom,
    readonly localAddress: string | undefined,
    readonly habits: Habits = {},
  ) {
    this.#isSettled = habits.isCalm ?? false;
  }

  get whereabouts(): Whereabouts {
    return this.#whereabouts;
  }

  get room(): string | undefined {
    return this.#visitor?.room?.id;
  }

  /** In a two-sided room, or queued by the server's latest word. */
  get isPlaced(): boolean {
    return (
      this.#whereabouts === "together" || (this.#whereabouts === "searching" && this.#isQueued)
    );
  }

  /** Sends a chat message to the partner. */
  speak(): void {
    if (this.#visitor && this.#whereabouts === "together") this.#chat(this.#visitor);
  }

  async come(): Promise<void> {
    this.#who = `${this.name}.${++this.#stay}`;
    const visitor = new Visitor(this.deployment, {
      name: this.#who,
      session: this.random.happens(0.5) ? this.#session : "",
      via: this.habits.via,
      ...(this.localAddress === undefined ? {} : { localAddress: this.localAddress }),
    });
    this.#visitor = visitor;
    this.#whereabouts = "coming";
    const who = this.#who;
    visitor.onMessage = (message) => {
      if (this.#visitor !== visitor) return;
      this.#receive(visitor, message);
      this.habits.onMessage?.(message, visitor);
    };
    visitor.onClosed = (closed, socket) => {
      if (this.#visitor === visitor) this.#onClosed(visitor, closed, socket);
    };
    visitor.onJoin = (room) => {
      if (room !== undefined) this.oracle.onJoin(who, room);
    };
    this.#isConnecting = false;
    await this.#connect(visitor);
  }

  async #connect(visitor: Visitor): Promise<void> {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    for (let attempt = 1; ; ++attempt) {
      try {
        await visitor.connect(this.random.whole(0, 7));
        break;
      } catch (error) {
        if (this.#visitor !== visitor) return;
        if (!this.habits.isHardy) {
          return this.oracle.onSurprise(this.#who, `cannot connect: ${String(error)}`);
        }
        await pause(backoffMs(RECONNECT, attempt, () => this.random.next()));
      }
      if (this.#visitor !== visitor) return;
    }
    if (this.#visitor !== visitor) return;
    this.#isConnecting = false;
    this.#session = visitor.session;
    const { whereabouts } = this;
    if (whereabouts === "coming" || whereabouts === "searching") this.#search();
  }

  #onClosed(visitor: Visitor, { code }: Closed, socket: SocketName): void {
    if (!this.habits.isHardy) {
      // The server closes a room socket that takes no seat in time, as when its first join was too late.
      const isIdle = socket === "room" && code === 4502 && !visitor.room;
      if (!isIdle) this.oracle.onSurprise(this.#who, `the ${socket} socket is closed with ${code}`);
      return;
    }
    if (socket === "match") {
      this.#isQueued = false;
      return void this.#connect(visitor);
    }
    // A pending join must not take a seat in it either.
    if (this.#promised) visitor.giveUp(this.#promised);
    const { whereabouts } = this;
    if (whereabouts !== "matched" && whereabouts !== "alone" && whereabouts !== "together") return;
    this.oracle.onLeft(this.#who);
    this.#searchAfter(FIND_AGAIN_MS);
  }

  /** From now on it does not misbehave: it searches until it has a partner, and stays. */
  settle(): void {
    this.#isSettled = true;
  }

  async leaveForGood(): Promise<void> {
    this.#clearTimers();
    const visitor = this.#visitor;
    this.#visitor = undefined;
    await visitor?.depart();
  }

  #search(): void {
    const visitor = this.#visitor;
    if (!visitor) return;
    this.#clearTimers();
    this.oracle.onSearch(this.#who);
    this.mode = this.habits.wishes?.mode ?? (this.random.happens(0.5) ? "video" : "text");
    this.#whereabouts = "searching";
    this.#isQueued = false;
    if (!visitor.match.isOpen) return; // searches once it is connected again
    this.oracle.onFind(this.#who);
    visitor.find({
      ...this.habits.wishes,
      mode: this.mode,
      ...(this.random.happens(0.5) ? { offer: offerText(this.#who) } : {}),
      ...(this.random.happens(0.5) ? { answer: answerText(this.#who) } : {}),
    });
    if (this.random.happens(0.2)) this.#later(200, 3_000, () => this.#loseInterest());
  }

  /** The match or the room is lost: searches again, unless the server sends something first. */
  #searchAfter(ms: number): void {
    this.#clearTimers();
    this.#whereabouts = "searching";
    this.#isQueued = false;
    this.#later(ms, ms, () => this.#search());
  }

  #loseInterest(): void {
    if (this.#whereabouts !== "searching" || this.#isSettled) return;
    const choice = this.random.pick({ cancel: 1, again: 2, vanish: 1 });
    if (choice === "vanish") this.#vanish();
    else if (choice === "again") this.#search();
    else {
      const visitor = this.#visitor;
      if (visitor && visitor.lastFind > 0) visitor.cancel(); // else this connection has no search yet
      this.#rest();
    }
  }

  #rest(): void {
    this.oracle.onSearch(this.#who);
    this.#whereabouts = "idle";
    this.#clearTimers();
    this.#later(100, 2_000, () => this.#search());
  }

  #vanish(): void {
    this.#clearTimers();
    this.oracle.onSearch(this.#who);
    this.oracle.onLeft(this.#who);
    this.#visitor?.vanish();
    this.#visitor = undefined;
    this.#whereabouts = "away";
    this.#later(50, 1_500, () => void this.come());
  }

  #receive(visitor: Visitor, message: ServerMessage): void {
    const room = "room" in message ? message.room : undefined;
    switch (message.type) {
      case "matched":
        if (message.find !== visitor.lastFind || this.#whereabouts === "idle") return;
        if (this.#whereabouts === "together") {
          if (!this.habits.isHardy) {
            this.oracle.onSurprise(this.#who, `matched while in ${visitor.room?.id}`);
            return;
          }
          this.oracle.onUprooted(this.#who);
          // Later messages of the old room are not for this stay.
          if (visitor.room) visitor.giveUp(visitor.room.id);
        }
        this.oracle.onMatched(this.#who, message);
        this.#onMatched(visitor, message);
        return;
      case "queued":
        if (message.find !== visitor.lastFind || this.#whereabouts === "idle") return;
        if (this.#whereabouts === "together") return; // the visitor itself cancels
        if (this.#whereabouts !== "searching") {
          this.oracle.onFallenThrough(this.#who);
          if (this.habits.isHardy && this.#promised) visitor.giveUp(this.#promised);
        }
        this.#whereabouts = "searching";
        this.#isQueued = true;
        return;
      case "joined":
        if (visitor.room?.id !== message.room) return;
        // Crossed with a failed match, after which this visitor searches again or rests.
        if (["searching", "idle"].includes(this.#whereabouts)) visitor.giveUp(message.room);
        if (this.#whereabouts !== "matched") return;
        this.oracle.onJoined(this.#who, message);
        if (message.partner === "present") this.#meet(visitor);
        else this.#whereabouts = "alone";
        return;
      case "partner_joined":
        if (this.#whereabouts === "alone") this.#meet(visitor);
        return;
      case "chat_received":
        if (room === visitor.room?.id) this.oracle.onChat(this.#who, message);
        return;
      case "partner_left":
        this.oracle.onOver(message.room);
        this.#onPartnerLeft(visitor, message.reason);
        return;
      case "error":
        this.#onError(visitor, message);
    }
  }

  #onMatched(visitor: Visitor, matched: MatchedMessage): void {
    this.#clearTimers();
    this.#whereabouts = "matched";
    this.#promised = matched.room;
    if (this.habits.isHardy) {
      this.#later(GIVE_UP_MS, GIVE_UP_MS, () => this.#giveUp(visitor, matched.room));
    }
    const comes = this.#isSettled || !this.random.happens(0.02);
    if (comes) {
      void visitor.sendJoin(matched).catch((error: unknown) => {
        if (this.#visitor !== visitor) return;
        if (!this.habits.isHardy) return this.oracle.onSurprise(this.#who, String(error));
        if (this.#promised !== matched.room || this.#whereabouts !== "matched") return;
        this.#searchAfter(FIND_AGAIN_MS);
      });
    } else if (this.random.happens(0.5)) {
      this.#vanish();
    } else {
      this.#search();
    }
  }

  /** The match did not become a meeting in time. */
  #giveUp(visitor: Visitor, room: Id): void {
    if (this.#whereabouts !== "matched" && this.#whereabouts !== "alone") return;
    if (this.#promised !== room) return;
    this.oracle.onLeft(this.#who);
    visitor.giveUp(room);
    this.#search();
  }

  #meet(visitor: Visitor): void {
    this.#whereabouts = "together";
    this.#chats = 0;
    for (let chats = this.random.whole(0, 4); chats > 0; --chats) {
      this.#later(0, 800, () => this.#chat(visitor));
    }
    this.#later(100, 4_000, () => this.#part(visitor));
  }

  #chat(visitor: Visitor): void {
    if (!visitor.room?.isTwoSided) return;
    const now = Date.now();
    this.#spoke = this.#spoke.filter((at) => now - at < CHAT_PERIOD_MS);
    if (this.#spoke.length === CHATS_MAX) return; // the server would refuse it
    this.#spoke.push(now);
    this.#chats += 1;
    visitor.chat(chatText(this.#who, visitor.room.id, this.#chats));
  }

  #part(visitor: Visitor): void {
    if (this.#isSettled) return;
    const how = this.random.pick({ skip: 6, stop: 1, vanish: 1 });
    if (how === "vanish") this.#vanish();
    else {
      this.oracle.onLeft(this.#who);
      if (visitor.room) visitor.leave(how);
      if (how === "stop") this.#rest();
      else this.#search();
    }
  }

  #onPartnerLeft(visitor: Visitor, reason: string): void {
    if (visitor.room) return; // that was another room
    const before = this.#whereabouts;
    if (before !== "together" && before !== "alone") return;
    this.oracle.onLeft(this.#who);
    if (before === "together") this.#search();
    else if (reason === "no_show") this.#expectResumption();
    else this.oracle.onSurprise(this.#who, `left alone by ${reason}`);
  }

  #onError(visitor: Visitor, error: MessageOf<"error">): void {
    const { code, of = "" } = error;
    if (code === "stale_room") return; // crossed with the end of the room
    if (code === "rate_limited" && of === "find") {
      if (error.find === visitor.lastFind && this.#whereabouts === "searching") {
        this.#searchAfter(error.retry_after_ms ?? FIND_AGAIN_MS);
      }
      return;
    }
    if (code === "unavailable" && this.habits.isHardy) {
      const wait = error.retry_after_ms ?? FIND_AGAIN_MS;
      if (of === "find") {
        if (error.find === visitor.lastFind && this.#whereabouts === "searching") {
          this.#searchAfter(wait);
        }
        return;
      }
      if (of === "join") {
        if (this.#whereabouts === "matched") this.#searchAfter(wait);
        return;
      }
    }
    if (code === "room_closed" && of === "join") {
      if (this.#whereabouts === "matched") this.#expectResumption();
      return;
    }
    this.oracle.onSurprise(this.#who, `${code} for ${of} while ${this.#whereabouts}`);
  }

  #expectResumption(): void {
    const find = this.#visitor?.lastFind;
    this.#later(RESUME_MS, RESUME_MS, () => {
      const waits = this.#whereabouts === "matched" || this.#whereabouts === "alone";
      if (waits && this.#visitor?.lastFind === find) this.#search();
    });
  }

  #later(least: number, most: number, action: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        action();
      },
      this.random.between(least, most),
    );
    this.#timers.add(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
