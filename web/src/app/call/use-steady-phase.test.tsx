import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Phase } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { ROOM } from "../show-app";
import { BRIEF_MS, useSteadyPhase } from "./use-steady-phase";

const TALKING: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };
const SEARCHING: Phase = { at: "searching", since: 0, waiting: null, widened: [] };
const CONNECTING: Phase = {
  ...{ at: "connecting", room: ROOM, since: 0, joined: false, partnerHere: false, talk: NEW_TALK },
};

describe("useSteadyPhase", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  function show(first: Phase) {
    const { result, rerender } = renderHook((phase: Phase) => useSteadyPhase(phase), {
      initialProps: first,
    });
    const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));
    return { shown: () => result.current, go: (phase: Phase) => rerender(phase), wait };
  }

  it("skips a search that ends at once", () => {
    const { shown, go, wait } = show(TALKING);
    wait(BRIEF_MS);
    for (const brief of [SEARCHING, CONNECTING]) {
      go(brief);
      expect(shown()).toBe(TALKING);
      wait(BRIEF_MS / 2);
      expect(shown()).toBe(TALKING);
    }
    const next = { ...TALKING, since: 1 };
    go(next);
    expect(shown()).toBe(next);
  });

  it("shows a longer search, however often its numbers change", () => {
    const { shown, go, wait } = show(TALKING);
    wait(BRIEF_MS);
    go(SEARCHING);
    wait(BRIEF_MS / 2);
    const longer = { ...SEARCHING, waiting: 7 };
    go(longer);
    wait(BRIEF_MS / 2);
    expect(shown()).toBe(longer);
    const longest = { ...SEARCHING, waiting: 8 };
    go(longest);
    expect(shown()).toBe(longest);
  });

  it("shows the first phase and every other phase at once", () => {
    expect(show(SEARCHING).shown()).toBe(SEARCHING);
    const { shown, go } = show(TALKING);
    const left: Phase = {
      ...{ at: "partner-left", reason: "skip", talkedMs: 5, nextAt: null, talk: NEW_TALK },
    };
    go(left);
    expect(shown()).toBe(left);
  });
});
