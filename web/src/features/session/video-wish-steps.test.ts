import type { Id, RoomServerMessage } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session, type Talking } from "./model";
import { keep } from "./reload-steps";
import { NEW_TALK, type Talk } from "./talk";
import { CONNECT_TIMEOUT_MS } from "./timing";
import { isVideo } from "./transitions";

const ROOM = "room-aaaaaaaaaaaaaaaaa" as Id;
const STALE = [{ urls: ["turn:a"], username: "old" }];
const FRESH = [{ urls: ["turn:a"], username: "new" }];
const OPEN: Effect = { do: "open-media", want: "camera-and-microphone" };
const OFFER: RoomServerMessage = {
  type: "description",
  room: ROOM,
  description: { type: "offer", sdp: "v=0" },
};

/** One page of a text conversation. */
class Page {
  session: Session;
  effects: readonly Effect[] = [];

  constructor(change: Partial<Session> = {}, relayOnly = false) {
    this.session = {
      ...FIRST_SESSION,
      wishes: { mode: "text", interests: [] },
      match: "open",
      phase: {
        ...{ at: "talking", since: 0, link: "steady", talk: NEW_TALK },
        room: {
          ...{ id: ROOM, role: "initiator", iceServers: STALE, relayOnly },
          shared: { interests: [], languages: [] },
        },
      },
      ...change,
    };
  }

  does(...events: readonly Event[]): this {
    for (const event of events) {
      [this.session, this.effects] = step(this.session, event, 0);
    }
    return this;
  }

  receives(...messages: readonly RoomServerMessage[]): this {
    return this.does(...messages.map((message) => ({ type: "room", message }) as const));
  }

  get phase(): Talking {
    const { phase } = this.session;
    if (phase.at !== "talking") throw new Error(`no conversation: ${phase.at}`);
    return phase;
  }

  get did(): readonly string[] {
    return this.effects.map((effect) => effect.do);
  }

  get talk(): Talk {
    return this.phase.talk;
  }
}

const wish = (on = true): Event => ({ type: "wish-video", on });
const opened = (camera = true): Event => ({ type: "media-open", microphone: true, camera });
const refused: Event = { type: "media-problem", problem: "denied" };
const video = (on: boolean): RoomServerMessage => ({ type: "video", room: ROOM, on });
const said = (on: boolean): Effect => ({
  do: "send-to-room",
  message: { type: "video", room: ROOM, on },
});
const linked: Event = { type: "link-state", room: ROOM, state: "connected" };
const failed: Event = { type: "link-state", room: ROOM, state: "failed" };
const CLOSED: Effect = { do: "close-media" };

/** The visitor wished first, and the partner has not answered. */
const waiting = (page = new Page()) => page.does(wish(), opened());
/** The visitor answered the partner's wish; the link connects. */
const answering = (page = new Page()) => page.receives(video(true)).does(wish(), opened());
const inCall = (page = new Page()) => answering(page).does(linked);

describe("a wish for video", () => {
  it("opens the camera before the partner learns of it, and then closes it", () => {
    const page = new Page({ share: { microphone: false, camera: false } }).does(wish());
    expect(page.effects).toEqual([{ do: "share", microphone: false, camera: true }, OPEN]);
    page.does(opened());
    expect(page.effects).toEqual([said(true), CLOSED]);
    expect(page.talk.videoWish).toBe("sent");
    expect(isVideo(page.session)).toBe(false);
  });

  it("without a camera is not sent", () => {
    const page = new Page().does(wish(), opened(false));
    expect(page.effects).toEqual([CLOSED]);
    page.does({ type: "device-news", device: "camera", news: "no-device" });
    expect(page.session.notice).toBe("camera-no-device");
    expect(page.talk.videoWish).toBe("none");
  });

  it.each([
    [refused, "camera-denied"],
    [
      {
        type: "media-problem",
        problem: "denied",
        devices: { camera: "busy", microphone: "denied" },
      },
      "camera-busy",
    ],
    [{ type: "media-problem", problem: "unsupported" }, "camera-failed"],
  ] as const)("that the browser refuses is explained (%#)", (event, notice) => {
    const page = new Page().does(wish(), event);
    expect(page.effects).toEqual([{ do: "timer", name: "notice", ms: 8_000 }, CLOSED]);
    expect(page.session.notice).toBe(notice);
    expect(page.talk.videoWish).toBe("none");
  });

  it("can be taken back, while the browser asks and later", () => {
    const page = new Page().does(wish(), wish(false));
    expect(page.effects).toEqual([CLOSED]);
    waiting(page).does(wish(false));
    expect(page.effects).toEqual([said(false)]);
    expect(page.talk.videoWish).toBe("none");
  });

  it("pressed twice is one", () => {
    expect(new Page().does(wish(), wish()).effects).toEqual([]);
  });

  it.each([
    ["a skip", { type: "next" }],
    ["Stop", { type: "stop" }],
    [
      "a partner who leaves",
      { type: "room", message: { type: "partner_left", room: ROOM, reason: "skip" } },
    ],
    ["a lost room", { type: "room-lost" }],
  ] as const)("ends with %s, which closes the camera", (_, event) => {
    for (const page of [new Page().does(wish()), inCall()]) {
      page.does(event);
      expect(page.did).toContain("close-media");
      expect(page.session.wishes.mode).toBe("text");
      expect(isVideo(page.session)).toBe(false);
      // The browser's answer comes too late.
      page.does(opened());
      expect(page.effects).toEqual([]);
    }
  });

  it("is no wish in a video call, or without a partner", () => {
    const page = new Page({ wishes: { mode: "video", interests: [] } }).does(wish());
    expect(page.effects).toEqual([]);
    page.does({ type: "next" }, wish());
    expect(page.effects).toEqual([]);
  });
});

describe("a partner's wish", () => {
  it("opens nothing, and is forgotten when it is taken back", () => {
    const page = new Page().receives(video(true));
    expect(page.effects).toEqual([]);
    expect(page.talk.partnerVideoWish).toBe(true);
    page.receives(OFFER);
    expect(page.did).not.toContain("start-link");
    page.receives(video(false));
    expect([page.talk.partnerVideoWish, page.effects]).toEqual([false, []]);
  });

  it("that was declined stays declined, and the partner does not learn of it", () => {
    const page = new Page().receives(video(true)).does({ type: "decline-video" });
    expect(page.effects).toEqual([]);
    page.receives(video(false), video(true));
    expect(page.talk).toMatchObject({ partnerVideoWish: true, videoDeclined: true });
    // The visitor can still change its mind.
    page.does(wish(), opened());
    expect(isVideo(page.session)).toBe(true);
    expect(page.talk.videoDeclined).toBe(false);
  });
});

describe("a call that both wish for", () => {
  it("begins with the answer, which comes before all signals", () => {
    const page = new Page({ preparation: { iceServers: FRESH, relayOnly: false } });
    answering(page);
    expect(page.effects).toEqual([
      said(true),
      { do: "start-link", room: { ...page.phase.room, iceServers: FRESH } },
      {
        do: "send-to-room",
        message: { type: "media", room: ROOM, microphone: true, camera: true, screen: false },
      },
      { do: "timer", name: "connect", ms: CONNECT_TIMEOUT_MS },
    ]);
    expect(page.phase.link).toBe("opening");
    page.does(opened());
    expect(page.did).not.toContain("start-link");
    page.does(linked);
    expect(page.phase.link).toBe("steady");
    expect(isVideo(page.session)).toBe(true);
  });

  it("keeps signals of a faster partner until the own camera is open", () => {
    const page = waiting().receives(video(true));
    expect(page.effects).toEqual([OPEN, { do: "timer", name: "connect", ms: CONNECT_TIMEOUT_MS }]);
    page.receives(OFFER, { type: "candidates", room: ROOM, candidates: [] });
    expect(page.effects).toEqual([]);
    page.does(opened());
    expect(page.did.slice(0, 3)).toEqual(["start-link", "signal-link", "signal-link"]);
    expect(page.effects[1]).toMatchObject({ signal: { description: { type: "offer" } } });
    page.receives(OFFER);
    expect(page.did).toEqual(["signal-link"]);
  });

  it("waits for a visitor who looks at another page, for a while", () => {
    const page = waiting().does({ type: "hidden", on: true }).receives(video(true));
    expect(page.did).toEqual(["timer"]);
    page.does({ type: "hidden", on: false });
    expect(page.effects).toContainEqual(OPEN);
    page.does(opened());
    expect(page.did).toContain("start-link");
    page.does({ type: "hidden", on: true }, { type: "hidden", on: false });
    expect(page.did).not.toContain("open-media");
  });

  it("keeps no more than a few of them", () => {
    const page = waiting().receives(video(true), ...Array<RoomServerMessage>(1_000).fill(OFFER));
    expect(page.phase.early).toHaveLength(64);
  });

  it("is relay-only if the room is, and starts blurred if the visitor does", () => {
    const wishes = { mode: "text", interests: [], blurFirst: true } as const;
    const page = waiting(new Page({ wishes }, true)).receives(video(true)).does(opened());
    expect(page.effects.slice(0, 3)).toMatchObject([
      { do: "start-link", room: { relayOnly: true } },
      { do: "send-to-room", message: { type: "reveal", on: false } },
      { do: "blur", on: true },
    ]);
    expect(page.talk.revealed).toBe(false);
    page.does(linked, { type: "reveal", on: true });
    expect(page.talk.revealed).toBe(true);
  });

  it("ends for both if the partner's wish ends, and needs both again", () => {
    const page = inCall().receives(video(false));
    expect(page.did).toEqual(["send-to-room", "stop-link", "clear-timer", "timer", "close-media"]);
    expect(page.effects[0]).toEqual(said(false));
    expect(page.session.notice).toBe("video-over");
    expect(page.phase).toMatchObject({ link: "steady", talk: { videoWish: "none" } });
    page.receives(video(true));
    expect(isVideo(page.session)).toBe(false);
  });

  it("goes on by text if there is no path, or the camera fails", () => {
    const page = answering().does(failed);
    expect(page.effects[0]).toMatchObject({ message: { outcome: "no_path" } });
    expect(page.did).not.toContain("leave");
    expect(page.session.notice).toBe("video-failed");
    expect(isVideo(page.session)).toBe(false);
    expect(inCall().does(failed).effects[0]).toMatchObject({ message: { outcome: "lost" } });

    const busy = waiting().receives(video(true)).does(refused);
    expect(busy.effects).toContainEqual(said(false));
    expect(busy.session.notice).toBe("camera-denied");
    expect(busy.phase.link).toBe("steady");
    const silent = waiting().receives(video(true)).does({ type: "timer", name: "connect" });
    expect(silent.did).not.toContain("send-to-match");
    expect(silent.session.notice).toBe("video-failed");
  });

  it("is resumed after a reload", () => {
    const page = inCall(new Page({ devices: { microphone: true, camera: true } }));
    const seat = { room: ROOM, secret: "s", received: 0, sent: 0, kept: [], unconfirmed: [] };
    const kept = keep(page.session, page.phase, { home: { node: "n", url: "" }, seat });
    const [session, effects] = step(FIRST_SESSION, { type: "resume", kept }, 0);
    expect(effects).toContainEqual(OPEN);
    const [after, again] = step(session, opened(), 0);
    expect(again[0]).toMatchObject({ do: "start-link", again: true });
    expect(isVideo(after)).toBe(true);
  });

  it("is not begun by a reload while the browser asked", () => {
    const page = new Page().receives(video(true)).does(wish());
    const seat = { room: ROOM, secret: "s", received: 0, sent: 0, kept: [], unconfirmed: [] };
    const kept = keep(page.session, page.phase, { home: { node: "n", url: "" }, seat });
    const [session, effects] = step(FIRST_SESSION, { type: "resume", kept }, 0);
    expect(effects.map((effect) => effect.do)).not.toContain("open-media");
    expect(session.phase).toMatchObject({ talk: { videoWish: "none", partnerVideoWish: true } });
  });
});

describe("two pages", () => {
  /** Two pages and the messages on their way, which arrive in the order in which each was sent. */
  class Pair {
    readonly pages = [new Page(), new Page()] as const;
    readonly #ways: readonly [RoomServerMessage[], RoomServerMessage[]] = [[], []];

    does(who: 0 | 1, ...events: readonly Event[]): this {
      for (const event of events) {
        const page = this.pages[who].does(event);
        for (const effect of page.effects) {
          if (effect.do === "send-to-room" && effect.message.type === "video") {
            this.#ways[who].push(effect.message);
          }
          // The devices open at once.
          if (effect.do === "open-media") this.does(who, opened());
        }
      }
      return this;
    }

    /** Delivers the next message of that page; false without one. */
    delivers(from: 0 | 1): boolean {
      const message = this.#ways[from].shift();
      if (!message) return false;
      this.does(from === 0 ? 1 : 0, { type: "room", message });
      return true;
    }
  }

  it("agree on the state, whatever they press while messages cross", () => {
    // Every order of a few steps: a press of either side, or a delivery.
    const steps = 6;
    for (let seed = 0; seed < 4 ** steps; seed++) {
      const pair = new Pair();
      for (let n = seed, i = 0; i < steps; i++, n = Math.floor(n / 4)) {
        const who = (n & 1) as 0 | 1;
        const { videoWish } = pair.pages[who].talk;
        if (n & 2) pair.delivers(who);
        else if (!isVideo(pair.pages[who].session)) pair.does(who, wish(videoWish === "none"));
      }
      let moves = 0;
      while (pair.delivers(0) || pair.delivers(1)) expect(++moves).toBeLessThan(50);
      const [a, b] = pair.pages.map(({ talk }) => talk) as [Talk, Talk];
      expect([a.videoWish === "sent", b.videoWish === "sent"], `order ${seed}`).toEqual([
        b.partnerVideoWish,
        a.partnerVideoWish,
      ]);
      expect(isVideo(pair.pages[0].session)).toBe(isVideo(pair.pages[1].session));
    }
  });
});
