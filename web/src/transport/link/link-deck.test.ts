// @vitest-environment happy-dom

import type { Role } from "@nexuschat/client/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LinkDeck, PREGENERATED_LIFE_MS, SETTLED_MS } from "./link-deck";
import type { LinkOptions, PeerLinkEvents } from "./peer-link";

const RELAY: LinkOptions = { iceTransportPolicy: "relay" };
const QUIET: PeerLinkEvents = { signal() {}, state() {}, stream() {} };

function deck({ pregenerates = true, role = "initiator" as Role } = {}) {
  const made: {
    events: PeerLinkEvents;
    closed: boolean;
    replaced: string[];
    gathered: (offer: string | null) => void;
  }[] = [];
  const told: string[] = [];
  const one = new LinkDeck(
    role,
    (events) => {
      const entry = {
        events,
        closed: false,
        replaced: [] as string[],
        gathered: (_: string | null) => {},
      };
      made.push(entry);
      return {
        ...(pregenerates
          ? {
              prepare: () =>
                new Promise<string | null>((resolve) => {
                  entry.gathered = resolve;
                }),
            }
          : {}),
        start() {},
        signal() {},
        recover() {},
        renewServers() {},
        replaceTrack: async (kind) => void entry.replaced.push(kind),
        limitVideo: async () => {},
        fingerprints: () => null,
        stats: async () => [],
        close: () => {
          entry.closed = true;
        },
      };
    },
    { ready: () => told.push("ready"), gone: () => told.push("gone") },
  );
  const gathered = async (offer: string | null) => {
    made.at(-1)?.gathered(offer);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { deck: one, made, told, gathered };
}

describe("LinkDeck", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends the devices that were chosen meanwhile", async () => {
    const { deck: one, made } = deck();
    one.prepare([], null, {});
    one.replaceTrack("video", {} as MediaStreamTrack);
    expect(made[0]?.replaced).toEqual(["video"]);
  });

  it("reports when the offer is ready, and hands the link out once", async () => {
    const { deck: one, made, told, gathered } = deck();
    one.prepare([], null, {});
    expect(one.leave(null, {}, "find")).toBeNull();
    expect(one.take(QUIET, null, {})).toBeNull();
    await gathered("v=0");
    expect(told).toEqual(["ready"]);
    expect(one.leave(null, {}, "find")).toBe("v=0");
    const said: string[] = [];
    expect(one.take({ ...QUIET, state: (state) => said.push(state) }, null, {})).not.toBeNull();
    made[0]?.events.state("connected");
    expect(said).toEqual(["connected"]);
    expect(one.take(QUIET, null, {})).toBeNull();
    globalThis.dispatchEvent(new Event("online"));
    expect(made[0]?.closed).toBe(false);
  });

  it("hands out no expired link", async () => {
    const { deck: one, gathered } = deck();
    one.prepare([], null, {});
    await gathered("v=0");
    vi.advanceTimersByTime(PREGENERATED_LIFE_MS);
    expect(one.leave(null, {}, "find")).toBeNull();
    expect(one.take(QUIET, null, {})).toBeNull();
  });

  it("asks for the offer to be sent in the room if a match may have missed it", async () => {
    const taken = async (...steps: (() => void)[]) => {
      const { deck: one, gathered } = deck();
      one.prepare([], null, {});
      await gathered("v=0");
      for (const step of steps.map((each) => each.bind(one))) step();
      return one.take(QUIET, null, {})?.sendOffer;
    };
    function withFind(this: LinkDeck) {
      this.leave(null, {}, "find");
    }
    function later(this: LinkDeck) {
      this.leave(null, {}, "later");
    }
    const wait = () => vi.advanceTimersByTime(SETTLED_MS);
    expect(await taken()).toBe(true);
    expect(await taken(withFind)).toBe(false);
    expect(await taken(later)).toBe(true);
    expect(await taken(later, wait)).toBe(false);
  });

  it("keeps a young link, and replaces an old one", async () => {
    const { deck: one, made, gathered } = deck();
    one.prepare([], null, {});
    await gathered("v=0");
    one.prepare([], null, {});
    expect(made).toHaveLength(1);
    vi.advanceTimersByTime(PREGENERATED_LIFE_MS);
    one.prepare([], null, {});
    expect(made).toHaveLength(2);
    expect(made[0]?.closed).toBe(true);
  });

  it("never hands out a link made for other devices or without relay-only", async () => {
    const { deck: one, made, gathered } = deck();
    const stream = {} as MediaStream;
    one.prepare([], stream, {});
    await gathered("v=0");
    for (const [devices, options] of [
      [null, {}],
      [stream, RELAY],
    ] as const) {
      expect(one.leave(devices, options, "find")).toBeNull();
      expect(one.take(QUIET, devices, options)).toBeNull();
    }
    one.prepare([], stream, RELAY);
    expect(made[0]?.closed).toBe(true);
    await gathered("v=0");
    expect(one.take(QUIET, stream, RELAY)).not.toBeNull();
  });

  it("drops the link when the network changes", async () => {
    const { deck: one, made, told, gathered } = deck();
    one.prepare([], null, {});
    await gathered("v=0");
    globalThis.dispatchEvent(new Event("online"));
    expect(made[0]?.closed).toBe(true);
    expect(told).toEqual(["ready", "gone"]);
    expect(one.leave(null, {}, "find")).toBeNull();
  });

  it("does without a link if none can be made", async () => {
    const { deck: one, made, told, gathered } = deck();
    one.prepare([], null, {});
    await gathered(null);
    expect(made[0]?.closed).toBe(true);
    expect(told).toEqual([]);
    const { deck: none } = deck({ pregenerates: false });
    none.prepare([], null, {});
    expect(none.leave(null, {}, "find")).toBeNull();
  });

  it("keeps a responder's link that has no answer, without expiry", async () => {
    const { deck: one, made, told, gathered } = deck({ role: "responder" });
    one.prepare([], null, {});
    await gathered(null);
    expect(one.leave(null, {}, "find")).toBeNull();
    vi.advanceTimersByTime(PREGENERATED_LIFE_MS);
    one.prepare([], null, {});
    expect(made).toHaveLength(1);
    expect(one.take(QUIET, null, {})).not.toBeNull();
    one.prepare([], null, {});
    expect(one.take(QUIET, null, {})).not.toBeNull(); // Its answer is still pending.
    one.prepare([], null, {});
    await gathered("v=0");
    expect(one.leave(null, {}, "find")).toBe("v=0");
    expect(told).toEqual(["ready"]);
    vi.advanceTimersByTime(PREGENERATED_LIFE_MS);
    expect(one.take(QUIET, null, {})).toBeNull();
  });

  it("ignores a link that was cleared while it gathered", async () => {
    const { deck: one, told, gathered } = deck();
    one.prepare([], null, {});
    one.clear();
    await gathered("v=0");
    expect(told).toEqual([]);
  });
});
