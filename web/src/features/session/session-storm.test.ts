import type {
  Id,
  MatchServerMessage,
  MessageId,
  RoomServerMessage,
} from "@nexuschat/client/protocol";
import { expect, it } from "vitest";
import { type Random, randomOf } from "@/lib/test-random";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { MEDIA_OPEN, match, matched, WELCOME } from "./test-events";
import { LASTING_TIMERS, type TimerName } from "./timing";
import { isInRoom } from "./transitions";

/** NEXUS_STORMS: more of them, to look for rare faults. */
const STORMS = Number(process.env["NEXUS_STORMS"] ?? 300);
const STEPS = 120;
/** In the report of a failure. */
const STEPS_SHOWN = 20;

type Move = readonly [name: string, event: Event];

/** What surrounds a session: the server, the devices, the link and the clock, all of them honest. */
class Surroundings {
  session: Session;
  now = 1_000_000;
  readonly log: string[] = [];
  socket: "off" | "opening" | "open" | "down" = "off";
  attempt = 0;
  media: "closed" | "opening" | "open" = "closed";
  link: Id | null = null;
  /** The search at the server. */
  find: { readonly number: number; at: "sent" | "queued" | "matched" } | null = null;
  challenge: string | null = null;
  room: { readonly id: Id; at: "joining" | "alone" | "both" | "away" } | null = null;
  /** A reach that the deck has yet to report. */
  proving = false;
  readonly timers = new Map<TimerName, number>();
  #rooms = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    this.session = {
      ...FIRST_SESSION,
      mustProveReach: random(2) === 0,
      ready: random(2) === 0,
    };
  }

  take([name, event]: Move): void {
    const [session, effects] = step(this.session, event, this.now);
    this.session = session;
    this.log.push(`${name} -> ${session.phase.at} [${effects.map((one) => one.do).join(" ")}]`);
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "open-media":
        this.media = "opening";
        return;
      case "close-media":
        this.media = "closed";
        return;
      case "connect-match":
        this.socket = "opening";
        return;
      case "close-match":
        [this.socket, this.find, this.challenge] = ["off", null, null];
        return;
      case "find":
        this.find = { number: effect.message.find, at: "sent" };
        return;
      case "cancel":
        if (this.find?.number === effect.find) this.find = null;
        return;
      case "solve":
        this.challenge = effect.challenge;
        return;
      case "join":
        this.room = { id: effect.room, at: "joining" };
        return;
      case "leave":
        if (this.room?.id === effect.room) this.room = null;
        return;
      case "close-room":
        this.room = null;
        return;
      case "start-link":
        this.link = effect.room.id;
        return;
      case "stop-link":
        this.link = null;
        return;
      case "prepare-offer":
        this.proving = true;
        return;
      case "timer":
        this.timers.set(effect.name, this.now + effect.ms);
        return;
      case "clear-timer":
        this.timers.delete(effect.name);
        return;
      case "clear-timers":
        for (const name of this.timers.keys())
          if (!LASTING_TIMERS.has(name)) this.timers.delete(name);
        return;
    }
  }

  /** Something that can happen now; what the visitor does is a quarter of it. */
  next(): Move {
    const around = [...this.#clock(), ...this.#devices(), ...this.#server(), ...this.#inRoom()];
    const chosen = around[this.#random(around.length)];
    if (chosen && this.#random(4) > 0) return chosen();
    const wished = this.#visitor();
    return wished[this.#random(wished.length)] as Move;
  }

  #isRare(): boolean {
    return this.#random(8) === 0;
  }

  #visitor(): readonly Move[] {
    const wishes = { mode: this.#random(2) === 0 ? "text" : "video", interests: [] } as const;
    const room = this.session.lastMet?.room ?? ("none" as Id);
    return [
      ["Start", { type: "start", wishes }],
      ["Skip", { type: "next" }],
      ["Skip", { type: "next" }],
      ["Stay", { type: "stay" }],
      ["Retry", { type: "retry" }],
      ["without camera", { type: "without-camera" }],
      ["without video", { type: "without-video" }],
      [`wish ${wishes.mode}`, { type: "wish", wishes }],
      ["block", { type: "complain", complaint: { room, report: null } }],
      ["report", { type: "complain", complaint: { room, report: { reason: "spam" } } }],
      ["wish video", { type: "wish-video", on: this.#random(3) > 0 }],
      ["not now", { type: "decline-video" }],
      ["reveal", { type: "reveal", on: true }],
      ["chat", { type: "send-chat", id: `m${this.now}` as MessageId, text: "hello" }],
      ["input", { type: "input", typing: this.#random(2) === 0 }],
      ["hidden", { type: "hidden", on: this.#random(2) === 0 }],
      ["network", { type: "network", online: this.#random(3) > 0 }],
      ["ready", { type: "ready" }],
      ...(!this.#isRare()
        ? []
        : ([
            ["Stop", { type: "stop" }],
            ["home", { type: "home" }],
            ["broken", { type: "broken", error: 1 }],
            ["refused", { type: "match-refused", why: "replaced" }],
            ["room refused", { type: "room-refused", why: "banned" }],
          ] as const)),
      ["preview", { type: "preview", on: this.#random(2) === 0 }],
    ];
  }

  #clock(): readonly (() => Move)[] {
    const due = [...this.timers].sort(([, a], [, b]) => a - b).slice(0, 1);
    return due.flatMap(([name, at]) => {
      const fire = (): Move => {
        this.now = Math.max(this.now, at);
        this.timers.delete(name);
        return [`timer ${name}`, { type: "timer", name }];
      };
      return [fire, fire, fire];
    });
  }

  #devices(): readonly (() => Move)[] {
    if (this.media !== "opening") return [];
    const opens = (): Move => {
      this.media = "open";
      return ["devices open", MEDIA_OPEN];
    };
    const fails = (): Move => {
      this.media = "closed";
      return ["devices fail", { type: "media-problem", problem: "denied" }];
    };
    return [opens, opens, opens, fails];
  }

  #server(): readonly (() => Move)[] {
    const all: (() => Move)[] = [];
    const says = (message: MatchServerMessage, after: () => void = () => {}) => {
      all.push(() => {
        after();
        return [`server: ${message.type}`, match(message)];
      });
    };
    if (this.socket === "opening" || this.socket === "down") {
      const welcome = (): Move => {
        [this.socket, this.attempt] = ["open", 0];
        return ["welcome", WELCOME];
      };
      all.push(welcome, welcome, () => {
        this.socket = "down";
        this.attempt += 1;
        return ["match down", { type: "match-down", attempt: this.attempt }];
      });
    }
    if (this.challenge !== null) {
      const { challenge } = this;
      for (const nonce of [1, null])
        all.push(() => {
          this.challenge = null;
          return [`solved ${nonce}`, { type: "solved", challenge, nonce }];
        });
    }
    if (this.proving) {
      const ok = this.#random(5) > 0;
      all.push(() => {
        this.proving = false;
        return [`reach ${ok}`, { type: "reach", reach: { ok } }];
      });
    }
    if (this.socket !== "open") return all;
    if (this.#isRare()) {
      all.push(() => {
        [this.socket, this.attempt, this.find] = ["down", 1, null];
        return ["match down", { type: "match-down", attempt: 1 }];
      });
    }
    const { find } = this;
    if (find?.at === "sent") {
      const queued = { type: "queued", find: find.number, waiting: 3 } as const;
      says(queued, () => (find.at = "queued"));
      const lost = () => {
        this.find = null;
      };
      const error = { type: "error", of: "find", find: find.number, message: "" } as const;
      const ms = 1_000 * this.#random(6);
      says({ ...error, code: "rate_limited", retry_after_ms: ms }, lost);
      says({ ...error, code: this.#random(2) === 0 ? "full" : "unavailable" });
      says({ type: "challenge", find: find.number, challenge: `c${this.now}`, bits: 3 }, lost);
    }
    if (find && find.at !== "matched") {
      const room = `room${++this.#rooms}` as Id;
      const meet = (): Move => {
        find.at = "matched";
        return ["server: matched", matched(find.number, room)];
      };
      all.push(meet, meet);
    }
    const { complaint } = this.session;
    if (complaint) {
      const type = complaint.report ? "reported" : "blocked";
      says({ type, room: complaint.room, session: "s" });
    }
    return all;
  }

  #inRoom(): readonly (() => Move)[] {
    const { room } = this;
    const all: (() => Move)[] = [];
    if (this.link !== null && this.link === room?.id) {
      const { id } = room;
      for (const state of ["connected", "connected", "interrupted", "failed"] as const)
        all.push(() => [`link ${state}`, { type: "link-state", room: id, state }]);
    }
    if (!room) return all;
    const says = (message: object, after: () => void = () => {}) =>
      all.push(() => {
        after();
        const whole = { room: room.id, ...message } as RoomServerMessage;
        return [`room: ${whole.type} ${JSON.stringify(message)}`, { type: "room", message: whole }];
      });
    const over = () => {
      this.room = null;
    };
    const joined = { type: "joined", role: "initiator", seat: "secret" };
    if (room.at === "joining") {
      says({ ...joined, partner: "awaited" }, () => (room.at = "alone"));
      says({ ...joined, partner: "present" }, () => (room.at = "both"));
      says({ type: "error", code: "room_closed", of: "join", message: "" }, over);
      says({ type: "error", code: "unavailable", of: "join", message: "" }, over);
    }
    if (room.at === "alone") {
      says({ type: "partner_joined" }, () => (room.at = "both"));
      says({ type: "partner_left", reason: "no_show" }, over);
    }
    if (room.at === "both") {
      says({ type: "partner_left", reason: "skip" }, over);
      says({ type: "partner_left", reason: "ice_failed" }, over);
      says({ type: "partner_away" });
      says({ type: "partner_back" });
      says({ type: "video", on: this.#random(3) > 0 });
      all.push(() => {
        room.at = "away";
        return ["room away", { type: "room-away" }];
      });
    }
    if (room.at === "away")
      says({ ...joined, type: "resumed", partner: "present" }, () => (room.at = "both"));
    if (this.#isRare()) {
      all.push(() => {
        over();
        return ["room lost", { type: "room-lost" }];
      });
    }
    return all;
  }

  /** Broken promises: what is held although nothing needs it, and what waits for nothing. */
  problems(): readonly string[] {
    const { session, timers } = this;
    const { phase } = session;
    const problems: string[] = [];
    const must = (holds: boolean, what: string) => {
      if (!holds) problems.push(what);
    };
    const has = (name: TimerName) => timers.has(name);
    const rests = ["idle", "stopped", "refused", "broken", "media-error", "no-video"].includes(
      phase.at,
    );
    if (rests) {
      must(this.link === null, "a link without a room");
      must(this.room === null, "a room that nobody wants");
      must(
        ![...timers.keys()].some((name) => !LASTING_TIMERS.has(name)),
        `timers ${[...timers.keys()]}`,
      );
      must(phase.at === "idle" || this.media !== "open", "devices that stay open");
      must(
        this.find === null || this.find.at === "matched" || this.socket !== "open",
        "a search that nobody wants",
      );
    }
    if (this.link !== null)
      must(isInRoom(phase) && phase.room.id === this.link, "a link to nobody");
    if (this.room !== null)
      must(isInRoom(phase) && phase.room.id === this.room.id, "a seat beside nobody");
    const searches = this.find?.number === session.find || has("find") || this.challenge !== null;
    switch (phase.at) {
      case "requesting-media":
        must(this.media === "opening", "waits for devices that nobody opens");
        break;
      case "searching":
        if (this.socket === "open" && session.ready) {
          const proves = this.proving || session.network === "offline";
          must(
            searches || (session.mustProveReach && proves),
            "a search that the server does not know of",
          );
        }
        must(this.socket !== "off", "a search without a server");
        break;
      case "reconnecting":
        must(this.socket !== "off" && this.socket !== "open", "reconnects though it is connected");
        break;
      case "unavailable":
        if (phase.cause === "full" || phase.cause === "busy")
          must(searches || this.socket !== "open", "waits for nothing");
        else
          must(
            this.socket !== "off" && this.socket !== "open",
            "unavailable though it is connected",
          );
        break;
      case "connecting":
        must(has("connect"), "connects for ever");
        must(session.wishes.mode === "text" || this.link === phase.room.id, "no link to connect");
        break;
      case "talking":
        must(phase.link !== "interrupted" || has("connect"), "an interrupted link for ever");
        must(phase.link !== "opening" || has("connect"), "a link that opens for ever");
        must(phase.link !== "opening" || this.link === phase.room.id, "no link that opens");
        must(phase.link !== "agreed" || has("connect"), "a link that is agreed on for ever");
        must(
          phase.link !== "agreed" || session.hidden || this.media === "opening",
          "agreed, but no devices open",
        );
        break;
      case "partner-left":
        must(phase.nextAt === null || has("next"), "a countdown that does not run");
        break;
    }
    return problems;
  }
}

function storm(seed: number): string | null {
  const random = randomOf(seed);
  const world = new Surroundings(random);
  for (let i = 0; i < STEPS; i++) {
    world.now += random(2_000);
    world.take(world.next());
    const problems = world.problems();
    if (problems.length > 0) return [...world.log.slice(-STEPS_SHOWN), ...problems].join("\n");
  }
  return null;
}

it("waits for something and holds nothing too long, whatever happens", () => {
  for (let seed = 1; seed <= STORMS; seed++) expect(storm(seed), `seed ${seed}`).toBeNull();
}, 300_000);
