// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionView, Snapshot } from "@/features/session/effects";
import {
  type Event,
  FIRST_SESSION,
  NEW_TALK,
  type Phase,
  type Talk,
} from "@/features/session/model";
import type { Id } from "@/protocol/messages";
import { App } from "./app";
import { loadCall } from "./loaded-call";

// What belongs to one partner ends with that one, also where the next is there before the page was drawn again.

const SEARCHING: Phase = { at: "searching", since: 0, waiting: null, widened: [] };

function talking(partner: "A" | "B", talk: Partial<Talk> = {}): Phase {
  const room = {
    id: partner as Id,
    role: "initiator",
    iceServers: [],
    relayOnly: false,
    shared: { interests: [], languages: [] },
  } as const;
  return { at: "talking", room, since: 0, link: "steady", talk: { ...NEW_TALK, ...talk } };
}

function show(phase: Phase, mode: "text" | "video" = "video") {
  const events: Event[] = [];
  let snapshot: Snapshot = {
    session: {
      ...FIRST_SESSION,
      wishes: { mode, interests: [] },
      devices: { microphone: true, camera: true },
      phase,
    },
    media: { at: "closed" },
    remote: mode === "video" && phase.at === "talking" ? new MediaStream() : null,
  };
  const listeners = new Set<() => void>();
  const runner: SessionView = {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => snapshot,
    dispatch: (event) => void events.push(event),
  };
  render(<App runner={runner} />);
  /** Another phase; each conversation has a picture of its own. */
  const go = (next: Phase) =>
    act(() => {
      const { remote, session } = snapshot;
      const another = "room" in next && "room" in session.phase && next.room === session.phase.room;
      const now = mode === "video" && next.at === "talking" ? new MediaStream() : null;
      snapshot = {
        ...snapshot,
        remote: another ? remote : now,
        session: { ...session, phase: next },
      };
      for (const listener of listeners) listener();
    });
  return { events, go };
}

beforeEach(async () => {
  await loadCall();
  const matches = (media: string) => media.includes("64rem") || media.includes("fine");
  window.matchMedia = vi.fn((media: string) => ({ matches: matches(media), media }) as never);
});
afterEach(cleanup);

describe("a window of the partner's own", () => {
  const exit = vi.fn(async () => {});
  beforeEach(() => {
    exit.mockClear();
    Object.assign(document, { exitPictureInPicture: exit, pictureInPictureElement: {} });
  });
  afterEach(() => void Object.assign(document, { pictureInPictureElement: null }));

  it("stays as long as the partner", () => {
    const phase = talking("A");
    const { go } = show(phase);
    go({ ...phase, link: "interrupted" } as Phase);
    expect(exit).not.toHaveBeenCalled();
  });

  it("goes with Escape, before anything is drawn", async () => {
    show(talking("A"));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(exit).toHaveBeenCalled();
    expect(screen.queryByTestId("hidden")).toBeNull();
    await vi.waitFor(() => expect(screen.getByTestId("hidden")).toBeDefined());
  });

  it.each([
    ["a search", [SEARCHING]],
    ["nothing that was drawn", []],
  ])("does not show the next partner, after %s", (_, between) => {
    const { go } = show(talking("A"));
    for (const phase of between) go(phase);
    go(talking("B"));
    expect(exit).toHaveBeenCalled();
  });

  it("goes when the partner veils itself", () => {
    const phase = talking("A");
    const { go } = show(phase);
    go({ ...phase, talk: { ...NEW_TALK, partnerRevealed: false } } as Phase);
    expect(exit).toHaveBeenCalled();
  });
});
