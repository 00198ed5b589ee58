// @vitest-environment happy-dom

import type { Id, MessageId } from "@nexuschat/client/protocol";
import { FakeWebSocket } from "@nexuschat/client/testing/fake-web-socket";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { trace } from "@/lib/trace";
import type { MakePeerLink, PeerLink } from "@/transport/link/peer-link";
import type { KeptConversation } from "./model";
import { SessionRunner } from "./runner";
import { NEW_TALK } from "./talk";

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA" as Id;
const VISITOR = "VVVVVVVVVVVVVVVVVVVVVQ" as Id;
const HOME = { node: "n1", url: "ws://one/v1/room" };
const HIDDEN = { type: "hidden", room: ROOM, on: true };

const KEPT: KeptConversation = {
  wishes: { mode: "video", interests: [] },
  ...{ share: { microphone: true, camera: true }, devices: { microphone: true, camera: true } },
  ...{ met: 1, unattended: 0 },
  phase: {
    ...{ at: "talking", since: 0, link: "steady", talk: NEW_TALK },
    room: {
      ...{ id: ROOM, role: "initiator", iceServers: [], relayOnly: false },
      shared: { interests: [], languages: [] },
    },
  },
  place: {
    home: HOME,
    seat: { room: ROOM, secret: "s1", received: 0, sent: 0, kept: [], unconfirmed: [] },
  },
};

class FakeDevice extends EventTarget {
  enabled = true;
  readyState = "live";
  readonly getSettings = () => ({});
  readonly kind: "audio" | "video";
  constructor(kind: "audio" | "video") {
    super();
    this.kind = kind;
  }
  isUnplugged() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

describe("SessionRunner", () => {
  let sight: DocumentVisibilityState = "visible";

  beforeEach(() => {
    vi.useFakeTimers();
    sight = "visible";
    vi.spyOn(document, "visibilityState", "get").mockImplementation(() => sight);
    FakeWebSocket.all.length = 0;
    vi.stubGlobal("WebSocket", FakeWebSocket);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  function see(state: DocumentVisibilityState) {
    sight = state;
    document.dispatchEvent(new Event("visibilitychange"));
  }

  /** A visitor in text mode who was just matched, and its room socket, which is not open yet. */
  function matched() {
    const runner = runnerWith(() => {
      throw new Error("text needs no link");
    });
    runner.dispatch({ type: "start", wishes: { mode: "text", interests: [] } });
    return { runner, ...match() };
  }

  function runnerWith(makeLink: MakePeerLink): SessionRunner {
    return new SessionRunner({
      makeLink: { value: makeLink, load: async () => {} },
      pregeneratesOffers: false,
      keeper: { load: () => null, save: () => {} },
      hindrance: null,
      now: Date.now,
      whenToShow: (show) => show(),
    });
  }

  function match() {
    const match = FakeWebSocket.latest();
    match.serverOpens();
    match.serverSays({ type: "welcome", visitor: VISITOR, session: "s", online: 2 });
    match.serverSays({
      type: "matched",
      find: 1,
      room: ROOM,
      role: "initiator",
      seat: "t1",
      expires_in_ms: 30_000,
      home: HOME,
      ice_servers: [],
      partner: { interests: [], languages: [] },
    });
    const room = FakeWebSocket.latest();
    expect(room.url).toBe(HOME.url);
    return { match, room };
  }

  it("makes a reloaded page's link once its code is loaded, unless the room was left", async () => {
    let loaded = () => {};
    const makeLink = {
      value: null as MakePeerLink | null,
      load: () =>
        new Promise<void>((resolve) => {
          loaded = resolve;
        }),
    };
    const starts: unknown[] = [];
    const link = { ...{ close() {}, signal() {} }, start: (role: string) => starts.push(role) };
    const runner = new SessionRunner({
      makeLink,
      ...{ pregeneratesOffers: true, hindrance: null, waitsForCode: true, now: Date.now },
      ...{ keeper: { load: () => null, save: () => {} }, whenToShow: (show) => show() },
    });
    const load = async () => {
      makeLink.value = () => link as unknown as PeerLink;
      loaded();
      await vi.advanceTimersByTimeAsync(0);
    };
    runner.dispatch({ type: "resume", kept: KEPT });
    runner.dispatch({ type: "media-open", microphone: true, camera: true });
    expect(runner.snapshot().session.phase).toMatchObject({ link: "interrupted" });
    runner.dispatch({ type: "stop" });
    await load();
    expect(starts).toEqual([]);

    makeLink.value = null;
    runner.dispatch({ type: "home" });
    runner.dispatch({ type: "resume", kept: KEPT });
    runner.dispatch({ type: "media-open", microphone: true, camera: true });
    await load();
    expect(starts).toEqual(["initiator"]);
  });

  it("sends the partner the devices chosen after all devices were unplugged", async () => {
    const tracks = (["audio", "video"] as const).map((kind) => new FakeDevice(kind));
    const streams: FakeDevice[][] = [];
    const getUserMedia = async () => {
      const given = streams.length === 0 ? tracks : tracks.map(({ kind }) => new FakeDevice(kind));
      streams.push(given);
      const of = (kind: string) => () => given.filter((one) => one.kind === kind);
      return {
        getTracks: () => given,
        ...{ getAudioTracks: of("audio"), getVideoTracks: of("video") },
      };
    };
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
    vi.stubGlobal("isSecureContext", true);
    const sent: unknown[] = [];
    const link = {
      ...{ start() {}, close() {}, signal() {}, limitVideo: async () => {} },
      replaceTrack: async (kind: string, track: unknown) => void sent.push([kind, track]),
    } as unknown as PeerLink;
    const runner = runnerWith(() => link);
    runner.dispatch({ type: "start", wishes: { mode: "video", interests: [] } });
    await vi.advanceTimersByTimeAsync(0);
    match();
    runner.dispatch({ type: "share", microphone: false });
    for (const track of tracks) track.isUnplugged();
    expect(runner.snapshot().media).toEqual({ at: "problem", problem: "no-device" });
    await runner.chooseDevice("camera", "back");
    await vi.advanceTimersByTimeAsync(0);
    expect(runner.snapshot().media.at).toBe("open");
    const [microphone, camera] = streams[1] ?? [];
    expect(sent).toEqual([
      ["audio", microphone],
      ["video", camera],
    ]);
    expect(microphone?.enabled).toBe(false);
  });

  const joined = (seat: string) => ({
    type: "joined",
    room: ROOM,
    role: "initiator",
    partner: "present",
    seat,
  });

  it("reports a hidden page with the join", () => {
    sight = "hidden";
    const { room } = matched();
    room.serverOpens();
    expect(room.messages).toEqual([{ type: "join", seat: "t1" }, HIDDEN]);
  });

  it("reports nothing for a visible page, and each change from the match on", () => {
    const { room } = matched();
    room.serverOpens();
    expect(room.messages).toEqual([{ type: "join", seat: "t1" }]);
    see("hidden");
    see("visible");
    room.serverSays(joined("r1"));
    see("hidden");
    const { on: _, ...kind } = HIDDEN;
    expect(room.messages.slice(1)).toEqual([HIDDEN, { ...kind, on: false }, HIDDEN]);
  });

  it("requests new relay credentials every few minutes", () => {
    const { match } = matched();
    const relay = { urls: ["turn:r"], username: "u", credential: "c" };
    match.serverSays({
      ...{ type: "welcome", visitor: VISITOR, session: "s", online: 2 },
      ice_servers: [relay],
    });
    const asked = () =>
      match.messages.filter((one) => JSON.stringify(one).includes("renew_ice")).length;
    vi.advanceTimersByTime(9 * 60_000);
    expect(asked()).toBe(2);
    match.serverSays({ type: "welcome", visitor: VISITOR, session: "s", online: 2 });
    vi.advanceTimersByTime(9 * 60_000);
    expect(asked()).toBe(2); // Nothing to renew.
  });

  it("keeps the details of a ban when the sockets close, and does not reconnect", () => {
    const { runner, match, room } = matched();
    room.serverOpens();
    room.serverSays(joined("r1"));
    match.serverSays({ type: "banned", reason: "spam" });
    match.serverCloses(4503);
    room.serverCloses(4503);
    const sockets = FakeWebSocket.all.length;
    see("hidden");
    see("visible");
    vi.advanceTimersByTime(10 * 60_000);
    expect(FakeWebSocket.all.length).toBe(sockets);
    expect(runner.snapshot().session.phase).toEqual({
      at: "refused",
      why: "banned",
      ban: { reason: "spam", untilMs: undefined },
    });
  });

  it("leaves no socket, timer or listener after dispose()", () => {
    const { runner, match, room } = matched();
    room.serverOpens();
    room.serverSays(joined("r1"));
    runner.dispose();
    expect(room.messages.at(-1)).toEqual({ type: "leave", room: ROOM, reason: "stop" });
    expect([match.readyState, room.readyState]).toEqual([3, 3]);
    const { snapshot } = runner;
    const after = snapshot();
    see("hidden");
    window.dispatchEvent(new Event("offline"));
    expect(vi.getTimerCount()).toBe(0);
    expect(snapshot()).toBe(after);
  });

  describe("when an effect throws", () => {
    beforeEach(() => {
      vi.spyOn(console, "error").mockImplementation(() => {});
    });

    it("runs the later effects, ends the visit for the partner too, and stays usable", () => {
      const { runner, match, room } = matched();
      room.serverOpens();
      room.serverSays(joined("r1"));
      const send = room.send.bind(room);
      vi.spyOn(room, "send").mockImplementation((text) => {
        if (text.includes('"chat"')) throw new Error("a mistake in the page");
        send(text);
      });
      runner.dispatch({ type: "send-chat", id: "m1" as MessageId, text: "hello" });
      expect(console.error).toHaveBeenCalledOnce();
      expect(runner.snapshot().session.phase).toEqual({ at: "broken" });
      expect(room.messages.at(-1)).toEqual({ type: "leave", room: ROOM, reason: "stop" });
      expect([match.readyState, room.readyState]).toEqual([3, 3]);
      expect(trace.text()).toMatch(/error Error [\s\S]* phase broken/);

      runner.dispatch({ type: "stop" });
      expect(runner.snapshot().session.phase.at).toBe("stopped");
      runner.dispatch({ type: "retry" });
      expect(runner.snapshot().session.phase.at).toBe("searching");
    });

    it("searches again when the visitor retries", () => {
      const { runner } = matched();
      runner.dispatch({ type: "broken", error: new Error("a mistake in the page") });
      expect(runner.snapshot().session.phase.at).toBe("broken");
      runner.dispatch({ type: "retry" });
      expect(runner.snapshot().session.phase.at).toBe("searching");
      FakeWebSocket.latest().serverOpens();
      FakeWebSocket.latest().serverSays({
        ...{ type: "welcome", visitor: VISITOR, session: "s", online: 2 },
      });
      expect(FakeWebSocket.latest().messages.at(-1)).toMatchObject({ type: "find", find: 2 });
    });

    it("ends the visit once, even if ending it throws too", () => {
      const { runner, room } = matched();
      room.serverOpens();
      room.serverSays(joined("r1"));
      vi.spyOn(room, "send").mockImplementation(() => {
        throw new Error("a mistake in the page");
      });
      runner.dispatch({ type: "typing", on: true });
      expect(console.error).toHaveBeenCalledTimes(2);
      expect(runner.snapshot().session.phase).toEqual({ at: "broken" });
    });
  });

  it("reports it again at the home that a room moved to", () => {
    sight = "hidden";
    const { match, room } = matched();
    room.serverOpens();
    room.serverSays(joined("r1"));
    room.serverCloses(1006);
    vi.advanceTimersByTime(5_000);
    FakeWebSocket.latest().serverCloses(1006);
    expect(match.messages.at(-1)).toEqual({ type: "rehome", room: ROOM, seat: "r1" });
    // The end of a previous room, which was also asked for, does not end this one.
    const over = { type: "error", code: "room_closed", message: "over", of: "rehome" } as const;
    match.serverSays({ ...over, room: "room-of-before-aaaaaaa" as Id });
    match.serverSays({
      type: "rehomed",
      room: ROOM,
      home: { node: "n2", url: "ws://two/v1/room" },
      ice_servers: [],
    });
    const there = FakeWebSocket.latest();
    there.serverOpens();
    there.serverSays({ ...joined("r2"), partner: "away" });
    expect(there.messages).toEqual([{ type: "join", seat: "r1", received: 0 }, HIDDEN]);
  });
});
