import type { Id } from "@nexuschat/client/protocol";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effect";
import { step } from "./machine";
import { type Event, FIRST_SESSION, type Session } from "./model";
import { MEDIA_OPEN, matched as matchedIn, room, start } from "./test-events";
import { UNREACHED_MAX } from "./timing";

const NOW = 1_000_000;
const FIRST: Session = { ...FIRST_SESSION, mustProveReach: true };
const welcome = (relayOnly = false): Event => ({
  type: "match",
  message: {
    ...{ type: "welcome", visitor: "v" as Id, session: "s", online: 1 },
    ...(relayOnly ? { relay_only: true } : {}),
  },
});
const roomOf = (find: number) => `room ${find}` as Id;
const matched = (find: number, relayOnly = false): Event =>
  matchedIn(find, roomOf(find), relayOnly ? { relay_only: true } : {});
const failed = (find: number, relayError?: number): Event => ({
  ...{ type: "link-state", room: roomOf(find), state: "failed", relayError },
});
const reachable: Event = { type: "reach", reach: { ok: true } };

function play(events: readonly Event[], from = FIRST): readonly [Session, readonly Effect[]] {
  let session = from;
  let effects: readonly Effect[] = [];
  for (const event of events) [session, effects] = step(session, event, NOW);
  return [session, effects];
}
const finds = (effects: readonly Effect[]) => effects.filter((one) => one.do === "find").length;
const results = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.do === "send-to-match" ? [one.message] : []));
const leaves = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.do === "leave" ? [one.reason] : []));

const toProof = [start("video"), MEDIA_OPEN, welcome()];
const toSearch = [...toProof, reachable];

describe("the first search", () => {
  it("waits until this browser can be reached; later searches do not", () => {
    const [waiting, effects] = play(toProof);
    expect(waiting.phase.at).toBe("searching");
    expect(finds(effects)).toBe(0);
    expect(effects).toContainEqual(expect.objectContaining({ do: "prepare-offer" }));

    const [searching, then] = step(waiting, reachable, NOW);
    expect(finds(then)).toBe(1);
    expect(finds(step(searching, reachable, NOW)[1])).toBe(0);
    const [met] = play([matched(1)], searching);
    expect(finds(step(met, { type: "next" }, NOW + 60_000)[1])).toBe(1);
  });

  it("carries the offer that was ready before it", () => {
    const ready: Event = { type: "offer-ready" };
    const offers = (effects: readonly Effect[]) => effects.filter((one) => one.do === "offer");
    const [waiting, effects] = play([...toProof, ready]);
    expect(offers(effects)).toEqual([]);
    const [searching] = step(waiting, reachable, NOW);
    expect(offers(step(searching, ready, NOW)[1])).toHaveLength(1);
  });

  it("by text does not wait", () => {
    const text: Event = { type: "start", wishes: { mode: "text", interests: [] } };
    expect(finds(play([text, welcome()])[1])).toBe(1);
    expect(finds(play([text, welcome(), reachable])[1])).toBe(0);
  });

  it("keeps waiting when the socket drops meanwhile", () => {
    const [down] = play([...toProof, { type: "match-down", attempt: 1 }, reachable]);
    expect(down.phase.at).toBe("reconnecting");
    expect(finds(step(down, welcome(), NOW)[1])).toBe(1);
  });

  it("is not sent if no partner can be reached; everything is released", () => {
    const [blocked, effects] = play([...toProof, { type: "reach", reach: { ok: false } }]);
    expect(blocked.phase).toEqual({ at: "no-video", why: "blocked" });
    expect(finds(effects)).toBe(0);
    expect(results(effects)).toEqual([{ type: "call_result", outcome: "no_path" }]);
    expect(effects.map((one) => one.do)).toContain("close-media");

    const [text] = play([{ type: "without-video" }], blocked);
    expect([text.phase.at, text.wishes.mode]).toEqual(["idle", "text"]);
    const [again, anew] = play([{ type: "retry" }, MEDIA_OPEN], blocked);
    expect([again.phase.at, finds(anew)]).toEqual(["searching", 0]);
    expect(anew).toContainEqual(expect.objectContaining({ do: "prepare-offer" }));
  });

  it("reports a relay that refuses, to the visitor and to the server", () => {
    const refusal: Event = { type: "reach", reach: { ok: false, relayError: 401 } };
    const [refused, effects] = play([start("video"), MEDIA_OPEN, welcome(true), refusal]);
    expect(refused.phase).toEqual({ at: "no-video", why: "relay" });
    expect(results(effects)).toEqual([{ type: "call_result", outcome: "no_relay", code: 401 }]);
  });

  it("is not given up on an offline device", () => {
    const offline: Event = { type: "network", online: false };
    const [session] = play([...toProof, offline, { type: "reach", reach: { ok: false } }]);
    expect(session.phase.at).toBe("searching");
  });
});

describe("a link that fails", () => {
  const unreached = (times: number, from = play(toSearch)[0]) => {
    let [session, effects] = [from, [] as readonly Effect[]];
    for (let i = 0; i < times; i++) {
      const find = session.find;
      [session, effects] = play([matched(find), failed(find)], session);
      if (session.phase.at === "partner-left" && i < times - 1) {
        [session] = play([{ type: "timer", name: "next" }], session);
      }
    }
    return [session, effects] as const;
  };

  it("frees the partner and notifies the server at once", () => {
    const [session, effects] = unreached(1);
    expect(session.phase).toMatchObject({ at: "partner-left", reason: "ice_failed" });
    expect(leaves(effects)).toEqual(["ice_failed"]);
    expect(results(effects)).toEqual([{ type: "call_result", outcome: "no_path" }]);
  });

  it(`with ${UNREACHED_MAX} partners in a row stops the search`, () => {
    expect(unreached(UNREACHED_MAX - 1)[0].phase.at).toBe("partner-left");
    const [session, effects] = unreached(UNREACHED_MAX);
    expect(session.phase).toEqual({ at: "no-video", why: "blocked" });
    expect(leaves(effects)).toEqual(["ice_failed"]);
    expect(effects.map((one) => one.do)).toContain("close-media");
  });

  it("is counted whichever end gave up first", () => {
    let [session] = play(toSearch);
    for (let i = 0; i < UNREACHED_MAX; i++) {
      const left = { type: "partner_left", room: `room ${session.find}` as Id } as const;
      [session] = play([matched(session.find), room({ ...left, reason: "ice_failed" })], session);
    }
    expect(session.phase).toEqual({ at: "no-video", why: "blocked" });
  });

  it("resets its count when a link connects", () => {
    const [before] = unreached(UNREACHED_MAX - 1);
    const [session] = play([{ type: "next" }], before);
    const connected = { ...failed(session.find), state: "connected" } as Event;
    const [after] = play([matched(session.find), connected, { type: "next" }], session);
    expect(after.unreached).toBe(0);
    expect(unreached(UNREACHED_MAX - 1, after)[0].phase.at).toBe("partner-left");
  });

  it("names a relay that refuses, and stops at once if relay-only", () => {
    const [one, told] = play([...toSearch, matched(1), failed(1, 401)]);
    expect(one.phase).toMatchObject({ at: "partner-left", relayRefused: true });
    expect(results(told)).toEqual([{ type: "call_result", outcome: "no_relay", code: 401 }]);
    const always = [
      start("video"),
      MEDIA_OPEN,
      welcome(true),
      reachable,
      matched(1, true),
      failed(1, 701),
    ];
    expect(play(always)[0].phase).toEqual({ at: "no-video", why: "relay" });
  });

  it("after it was connected is a lost call", () => {
    const connected = { ...failed(1), state: "connected" } as Event;
    const [session, effects] = play([...toSearch, matched(1), connected, failed(1)]);
    expect(session.unreached).toBe(0);
    expect(session.phase).toMatchObject({ at: "partner-left", reason: "connection_lost" });
    expect(leaves(effects)).toEqual(["ice_failed"]);
    expect(results(effects)).toEqual([{ type: "call_result", outcome: "lost" }]);
  });

  it("after it was connected is a lost call for the partner, too", () => {
    const connected = { ...failed(1), state: "connected" } as Event;
    const left = { type: "partner_left", room: "room 1" as Id, reason: "ice_failed" } as const;
    const [session] = play([...toSearch, matched(1), connected, room(left)]);
    expect(session.phase).toMatchObject({ at: "partner-left", reason: "connection_lost" });
  });
});

describe("a call that begins", () => {
  const connected = { ...failed(1), state: "connected" } as Event;
  const toCall = [...toSearch, matched(1), connected];
  const began = (find: number): Event => ({
    ...{ type: "call-began", room: `room ${find}` as Id, path: "relay_tls", setupMs: 850 },
  });

  it("is reported once, with its path and the time to the first frame", () => {
    const [session, effects] = play([...toCall, began(1)]);
    expect(results(effects)).toEqual([
      { type: "call_result", outcome: "connected", path: "relay_tls", setup_ms: 850 },
    ]);
    expect(results(step(session, began(1), NOW)[1])).toEqual([]);
  });

  it("is reported without a time if the partner sends no picture", () => {
    const silent = { type: "call-began", room: "room 1" as Id, path: "direct" } as const;
    expect(results(play([...toCall, silent])[1])).toEqual([
      { type: "call_result", outcome: "connected", path: "direct" },
    ]);
  });

  it("is not reported of a conversation that is over", () => {
    expect(results(play([...toCall, { type: "stop" }, began(1)])[1])).toEqual([]);
    expect(results(play([...toCall, began(2)])[1])).toEqual([]);
  });

  it("and is lost later is reported again with its path", () => {
    const [, effects] = play([...toCall, began(1), failed(1)]);
    expect(results(effects)).toEqual([{ type: "call_result", outcome: "lost", path: "relay_tls" }]);
  });
});
