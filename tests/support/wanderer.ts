// A visitor of the crowd: meets, talks a bit, skips, stops, vanishes, as chance has it.
// SPDX-License-Identifier: MIT
import type { MatchedMessage, Mode } from "../../web/src/protocol/messages.ts";
import type { Deployment } from "./deployment.ts";
import type { ServerMessage } from "./inbox.ts";
import { chatText, type Oracle, offerText } from "./oracle.ts";
import type { SeededRandom } from "./random.ts";
import { Visitor } from "./visitor.ts";

/** After a room that ended on the way: how long the server gets to say how the search goes on. */
const RESUME_MS = 1_000;

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
  #said = 0;
  #session = "";
  #isSettled = false;
  #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly name: string,
    readonly deployment: Deployment,
    readonly oracle: Oracle,
    readonly random: SeededRandom,
    readonly localAddress: string | undefined,
  ) {}

  get whereabouts(): Whereabouts {
    return this.#whereabouts;
  }

  get room(): string | undefined {
    return this.#visitor?.room?.id;
  }

  async come(): Promise<void> {
    this.#who = `${this.name}.${++this.#stay}`;
    const visitor = new Visitor(this.deployment, {
      name: this.#who,
      node: this.random.whole(0, 7),
      session: this.random.happens(0.5) ? this.#session : "",
      ...(this.localAddress === undefined ? {} : { localAddress: this.localAddress }),
    });
    this.#visitor = visitor;
    this.#whereabouts = "coming";
    const who = this.#who;
    visitor.onMessage = (message) => {
      if (this.#visitor === visitor) this.#hear(visitor, message);
    };
    visitor.onClosed = ({ code }, socket) => {
      // A room socket whose first join was too late for its room has to sit down within a time.
      const isIdle = socket === "room" && code === 4502 && !visitor.room;
      if (!isIdle) this.oracle.onSurprise(who, `the ${socket} socket is closed with ${code}`);
    };
    try {
      await visitor.connect();
    } catch (error) {
      return this.oracle.onSurprise(who, `can not come: ${String(error)}`);
    }
    this.#session = visitor.session;
    this.#search();
  }

  /** From here on it does nothing rash: it looks for somebody until it has somebody, and stays. */
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
    this.mode = this.random.happens(0.5) ? "video" : "text";
    this.#whereabouts = "searching";
    visitor.find({
      mode: this.mode,
      ...(this.random.happens(0.5) ? { offer: offerText(this.#who) } : {}),
    });
    if (this.random.happens(0.2)) this.#later(200, 3_000, () => this.#loseInterest());
  }

  #loseInterest(): void {
    if (this.#whereabouts !== "searching" || this.#isSettled) return;
    const choice = this.random.pick({ cancel: 1, again: 2, vanish: 1 });
    if (choice === "vanish") return this.#vanish();
    if (choice === "again") return this.#search();
    this.#visitor?.cancel();
    this.#rest();
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

  #hear(visitor: Visitor, message: ServerMessage): void {
    const room = "room" in message ? message.room : undefined;
    switch (message.type) {
      case "matched":
        if (message.find !== visitor.lastFind || this.#whereabouts === "idle") return;
        if (this.#whereabouts === "together") {
          return this.oracle.onSurprise(this.#who, `matched while in ${visitor.room?.id}`);
        }
        this.oracle.onMatched(this.#who, message);
        return this.#onMatched(visitor, message);
      case "queued":
        if (message.find !== visitor.lastFind || this.#whereabouts === "idle") return;
        if (this.#whereabouts === "together") return; // the visitor itself cancels
        if (this.#whereabouts !== "searching") this.oracle.onFallenThrough(this.#who);
        this.#whereabouts = "searching";
        return;
      case "joined":
        // Crossed with a match that fell through: the room is not ours any more.
        if (this.#whereabouts !== "matched") return;
        if (visitor.room?.id !== message.room) return;
        this.oracle.onJoined(this.#who, message);
        if (message.partner === "present") return this.#meet(visitor);
        this.#whereabouts = "alone";
        return;
      case "partner_joined":
        if (this.#whereabouts === "alone") this.#meet(visitor);
        return;
      case "chat_received":
        if (room === visitor.room?.id) this.oracle.onChat(this.#who, message);
        return;
      case "partner_left":
        return this.#onPartnerLeft(visitor, message.reason);
      case "error":
        return this.#onError(message.code, message.of ?? "");
      default:
        return;
    }
  }

  #onMatched(visitor: Visitor, matched: MatchedMessage): void {
    this.#clearTimers();
    this.#whereabouts = "matched";
    const comes = this.#isSettled || !this.random.happens(0.02);
    if (comes) {
      void visitor.sayJoin(matched).catch((error: unknown) => {
        if (this.#visitor === visitor) this.oracle.onSurprise(this.#who, String(error));
      });
    } else if (this.random.happens(0.5)) {
      this.#vanish();
    } else {
      this.#search();
    }
  }

  #meet(visitor: Visitor): void {
    this.#whereabouts = "together";
    this.#said = 0;
    for (let chats = this.random.whole(0, 4); chats > 0; --chats) {
      this.#later(0, 800, () => this.#say(visitor));
    }
    this.#later(100, 4_000, () => this.#part(visitor));
  }

  #say(visitor: Visitor): void {
    if (!visitor.room?.isTwoSided) return;
    this.#said += 1;
    visitor.chat(chatText(this.#who, visitor.room.id, this.#said));
  }

  #part(visitor: Visitor): void {
    if (this.#isSettled) return;
    const how = this.random.pick({ skip: 6, stop: 1, vanish: 1 });
    if (how === "vanish") return this.#vanish();
    this.oracle.onLeft(this.#who);
    if (visitor.room) visitor.leave(how);
    if (how === "stop") this.#rest();
    else this.#search();
  }

  #onPartnerLeft(visitor: Visitor, reason: string): void {
    if (visitor.room) return; // that was another room
    const before = this.#whereabouts;
    if (before !== "together" && before !== "alone") return;
    this.oracle.onLeft(this.#who);
    if (before === "together") return this.#search();
    if (reason !== "no_show") return this.oracle.onSurprise(this.#who, `left alone by ${reason}`);
    this.#expectResumption();
  }

  #onError(code: string, of: string): void {
    if (code === "stale_room") return; // crossed with the end of the room
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
