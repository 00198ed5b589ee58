// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { LinkOptions, PeerLink, PeerLinkEvents } from "./peer-link";
import { SpareLink } from "./spare-link";

const RELAY: LinkOptions = { iceTransportPolicy: "relay" };
const QUIET: PeerLinkEvents = { signal() {}, state() {}, stream() {} };

function spare({ opens = true } = {}) {
  const made: { events: PeerLinkEvents; done: string[] }[] = [];
  const one = new SpareLink((events) => {
    const done: string[] = [];
    made.push({ events, done });
    return {
      ...(opens ? { open: () => void done.push("open") } : {}),
      replaceTrack: async (kind: string) => void done.push(kind),
      close: () => void done.push("close"),
    } as unknown as PeerLink;
  });
  return { spare: one, made };
}

describe("SpareLink", () => {
  it("hands its link out once, and its events from then on", () => {
    const { spare: one, made } = spare();
    one.keep([], null, {});
    made[0]?.events.state("connecting"); // Nobody listens yet.
    const said: string[] = [];
    expect(one.take({ ...QUIET, state: (state) => said.push(state) }, null, {})).not.toBeNull();
    made[0]?.events.state("connected");
    expect(said).toEqual(["connected"]);
    expect(one.take(QUIET, null, {})).toBeNull();
    one.clear();
    expect(made.map(({ done }) => done)).toEqual([["open"]]);
  });

  it("makes another one only for other devices or another care for the address", () => {
    const { spare: one, made } = spare();
    one.keep([], null, {});
    one.keep([], null, {});
    expect(made).toHaveLength(1);
    expect(one.take(QUIET, null, RELAY)).toBeNull();
    one.keep([], null, RELAY);
    expect(made.map(({ done }) => done)).toEqual([["open", "close"], ["open"]]);
  });

  it("sends what was chosen meanwhile", () => {
    const { spare: one, made } = spare();
    one.keep([], null, {});
    one.replaceTrack("video", {} as MediaStreamTrack);
    expect(made[0]?.done).toEqual(["open", "video"]);
  });

  it("keeps none where links can not be opened ahead", () => {
    const { spare: one } = spare({ opens: false });
    one.keep([], null, {});
    expect(one.take(QUIET, null, {})).toBeNull();
  });
});
