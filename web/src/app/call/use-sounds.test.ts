// @vitest-environment happy-dom
import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Phase } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { ROOM } from "../show-app";
import { cueFor, useSounds } from "./use-sounds";

let tones = 0;

class SilentContext {
  currentTime = 0;
  destination = {};
  resume = async () => {};
  suspend = async () => {};
}
class SilentNode {
  gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  connect = <Node>(next: Node) => next;
  start() {
    tones += 1;
  }
  stop() {}
}

beforeEach(() => {
  tones = 0;
  vi.useFakeTimers();
  vi.stubGlobal("AudioContext", SilentContext);
  vi.stubGlobal("OscillatorNode", SilentNode);
  vi.stubGlobal("GainNode", SilentNode);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

const TALKING: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };

describe("the sound of a message", () => {
  /** The partner's next message arrives after `ms`; returns the sounds so far. */
  function conversation() {
    let unread = 0;
    const { rerender } = renderHook((n: number) => useSounds(TALKING, false, n), {
      initialProps: 0,
    });
    return (ms: number) => {
      vi.advanceTimersByTime(ms);
      unread += 1;
      rerender(unread);
      vi.advanceTimersByTime(150);
      return tones;
    };
  }

  it("is heard for each, if they come one after the other", () => {
    const message = conversation();
    expect([message(5_000), message(2_000), message(1_000)]).toEqual([1, 2, 3]);
  });

  it("is heard once a second at most, however many a partner sends", () => {
    const message = conversation();
    message(5_000);
    for (let i = 0; i < 20; i += 1) message(50);
    expect(tones).toBeLessThanOrEqual(5);
    expect(tones).toBeGreaterThan(2);
  });
});

const HEARD = { at: "talking", room: ROOM.id, opening: false, unread: 0 } as const;
const OPENING = { ...HEARD, opening: true };

it("sounds as for a new partner when two who write have agreed on video, once", () => {
  expect(cueFor(HEARD, OPENING)).toBe("met");
  expect([cueFor(OPENING, OPENING), cueFor(OPENING, HEARD)]).toEqual([null, null]);
});
