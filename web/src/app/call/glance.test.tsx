import type { Id } from "@nexuschat/client/protocol";
import { FakeWebSocket } from "@nexuschat/client/testing/fake-web-socket";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Event, FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { SessionRunner } from "@/features/session/runner";
import { NEW_TALK } from "@/features/session/talk";
import { joined, matched, room, start, WELCOME } from "@/features/session/test-events";
import { GLANCE_MS } from "@/features/session/timing";
import { App } from "../app";
import { loadCall } from "../loading/loaded-call";
import { ROOM, showApp } from "../show-app";

// A press means the partner on the screen, and no partner who came meanwhile. A busy page shows a
// partner long after the match.

const LATE_MS = 1_000;

beforeAll(loadCall, 30_000);
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", class {});
  Object.assign(navigator, { mediaDevices: { getUserMedia: async () => new MediaStream() } });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "mediaDevices");
});

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const key = (key: string, code: string) =>
  fireEvent.keyDown(document.body, { key, code, altKey: code !== "Escape" });

describe("Skip on a page that draws late", () => {
  let draw: () => void;
  let runner: SessionRunner;

  beforeEach(() => {
    vi.stubGlobal("WebSocket", FakeWebSocket);
    let show = () => {};
    draw = () => act(() => show());
    runner = new SessionRunner({
      ...{ makeLink: { value: null, load: async () => {} }, pregeneratesOffers: false },
      ...{ keeper: { load: () => null, save: () => {} }, hindrance: null, now: Date.now },
      whenToShow: (callback) => {
        show = callback;
      },
    });
    render(<App runner={runner} />);
    does(start("text"), WELCOME);
    draw();
  });
  afterEach(() => runner.dispose());

  const does = (...events: readonly Event[]) => events.forEach(runner.dispatch);
  const session = () => runner.snapshot().session;
  const phase = () => session().phase.at;
  const isMatched = (name: string) => does(matched(session().find, name as Id));
  const comes = (name: string) => does(joined("present", name as Id));
  const meets = (name: string) => {
    isMatched(name);
    comes(name);
  };

  it("skips one partner when it is pressed again before and after the next one appears", async () => {
    meets("A");
    draw();
    await wait(LATE_MS);
    press("Skip");
    expect(phase()).toBe("searching");
    meets("B");
    // The visitor saw nothing happen.
    await wait(LATE_MS);
    press("Skip");
    expect(phase()).toBe("talking");
    draw();
    await wait(GLANCE_MS - 1);
    press("Skip");
    expect(phase()).toBe("talking");
    await wait(1);
    press("Skip");
    expect(phase()).toBe("searching");
  });

  it("counts from each change that is shown, and from no other", async () => {
    isMatched("A");
    draw();
    await wait(GLANCE_MS);
    comes("A");
    press("Skip");
    expect(phase()).toBe("talking");
    draw();
    await wait(GLANCE_MS - 1);
    does(room({ type: "typing", room: "A" as Id, on: true }));
    draw();
    await wait(1);
    press("Skip");
    expect(phase()).toBe("searching");
  });

  it("counts during a clock that was set back", async () => {
    meets("A");
    draw();
    vi.setSystemTime(0);
    await wait(GLANCE_MS);
    press("Skip");
    expect(phase()).toBe("searching");
  });

  it("is Next at once for a partner who has left, shown or not", async () => {
    meets("A");
    draw();
    await wait(LATE_MS);
    does(room({ type: "partner_left", room: "A" as Id, reason: "skip" }));
    press("Skip");
    expect(phase()).toBe("searching");
  });
});

const NEXT = "BBBBBBBBBBBBBBBBBBBBBB" as Id;

function session(mode: "text" | "video", phase: Phase): Session {
  const lastMet = { room: ROOM.id, encounter: "sealed" };
  return { ...FIRST_SESSION, wishes: { mode, interests: [] }, lastMet, phase };
}
function talking(id: Id = ROOM.id, revealed = true): Phase {
  const since = Date.now() - LATE_MS;
  const room = { ...ROOM, id, encounter: "sealed" };
  return { at: "talking", room, since, link: "steady", talk: { ...NEW_TALK, revealed } };
}

describe("a press right after the next partner appears", () => {
  it.each<[what: string, mode: "text" | "video", act: () => void]>([
    ["skips nobody", "text", () => press("Skip")],
    ["likes nobody", "text", () => press("Like, to meet again")],
    ["wishes for no video", "text", () => press("Video call")],
    ["wishes for no video by key", "text", () => key("v", "KeyV")],
    ["reveals nothing", "video", () => press("Show myself")],
  ])("%s", async (_, mode, presses) => {
    const revealed = mode === "text";
    const { events, go } = showApp(session(mode, talking(ROOM.id, revealed)));
    presses();
    const counted = events.splice(0);
    expect(counted).toHaveLength(1);
    go(session(mode, talking(NEXT, revealed)));
    presses();
    await wait(GLANCE_MS - 1);
    presses();
    expect(events).toEqual([]);
    await wait(1);
    presses();
    expect(events).toEqual(counted);
  });

  it("skips nobody by a second Escape", async () => {
    const { events, go } = showApp(session("text", talking()));
    go(session("text", talking(NEXT)));
    key("Escape", "Escape"); // Hides the partner, and asks.
    key("Escape", "Escape");
    expect(events).toEqual([]);
    await wait(GLANCE_MS);
    key("Escape", "Escape");
    expect(events).toEqual([{ type: "next" }]);
  });

  it("by Escape does not end the search that the page has just shown", async () => {
    const searching: Phase = { at: "searching", since: 0, waiting: null, widened: [] };
    const { events, receive, go } = showApp(session("text", talking()));
    receive(session("text", searching));
    await wait(LATE_MS);
    go(session("text", searching));
    key("Escape", "Escape");
    expect(events).toEqual([]);
    await wait(GLANCE_MS);
    key("Escape", "Escape");
    expect(events).toEqual([{ type: "stop" }]);
  });
});

it("a report opened before the next partner is shown is about the one on the screen", () => {
  const { events, receive } = showApp(session("text", talking()));
  const next = session("text", talking(NEXT));
  receive({ ...next, lastMet: { room: NEXT, encounter: "another" } });
  press("Report or block");
  press("Just block");
  expect(events).toMatchObject([{ type: "complain", complaint: { room: ROOM.id } }]);
});
