import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { loadCall } from "../loading/loaded-call";
import { showApp } from "../show-app";

beforeAll(loadCall);
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const SEARCHING: Phase = { at: "searching", since: 1_000_000, waiting: 4, widened: [] };

function show(change: Partial<Session> = {}) {
  const { events, go, snapshot } = showApp({
    ...FIRST_SESSION,
    online: 40,
    phase: SEARCHING,
    ...change,
  });
  return { events, go: (next: Partial<Session>) => go({ ...snapshot().session, ...next }) };
}
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

it("shows how long the search has lasted, and how many people are here", () => {
  show();
  wait(3_000);
  expect(screen.getByRole("timer").textContent).toBe("0:03");
  expect(screen.getByText("40 people here")).toBeDefined();
  wait(120_000);
  expect(screen.getByRole("timer").textContent).toBe("2:03");
});

it("offers what helps after a while, and not before", () => {
  const { events } = show();
  wait(10_000);
  expect(screen.queryByRole("button", { name: "Add an interest" })).toBeNull();
  wait(6_000);
  press("Chat by text instead");
  expect(events).toEqual([{ type: "wish", wishes: { ...FIRST_SESSION.wishes, mode: "text" } }]);
  events.length = 0;
  press("Add an interest");
  const box = screen.getByRole("dialog").querySelector("input");
  if (!box) throw new Error("no box for interests");
  fireEvent.change(box, { target: { value: "chess" } });
  fireEvent.keyDown(box, { key: "Enter" });
  expect(events).toEqual([
    { type: "wish", wishes: { ...FIRST_SESSION.wishes, interests: ["chess"] } },
  ]);
});

it("says so if nobody else searches, instead of a promise", () => {
  show({ phase: { ...SEARCHING, waiting: 1 } });
  wait(1_000);
  expect(screen.queryByText("This usually takes a moment.")).toBeNull();
  expect(screen.getByText(/^Nobody else is looking right now/)).toBeDefined();
});

it("shows another tip every few seconds", () => {
  show();
  wait(16_000);
  const words = () => document.querySelector("main")?.textContent ?? "";
  const before = words();
  wait(9_000);
  expect(words().replace(/\d+:\d+/, "")).not.toBe(before.replace(/\d+:\d+/, ""));
});

it("notifies a visitor who asked for that and looks at another page", async () => {
  const shown = vi.fn();
  class Note {
    static permission = "default";
    static requestPermission = async () => "granted";
    onclick = null;
    constructor(title: string) {
      shown(title);
    }
  }
  vi.stubGlobal("Notification", Note);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const { go } = show();
  wait(16_000);
  await act(async () => press("Notify me"));
  expect(screen.getByRole("button", { name: "We’ll notify you", pressed: true })).toBeDefined();
  const room = {
    ...{ id: "AAAAAAAAAAAAAAAAAAAAAA", role: "initiator", iceServers: [], relayOnly: false },
    shared: { interests: [], languages: [] },
  } as never;
  const { NEW_TALK } = await import("@/features/session/talk");
  await act(async () =>
    go({ phase: { at: "talking", room, since: 0, link: "steady", talk: NEW_TALK } }),
  );
  expect(shown.mock.calls).toEqual([["Found someone"]]);
});

it.each(["tells by a query", "tells by the permission alone"])(
  "does not offer a notification that the browser refuses and %s",
  async (how) => {
    const reads = vi.fn(() => "denied");
    vi.stubGlobal("Notification", Object.defineProperty({}, "permission", { get: reads }));
    const query = async () => {
      if (how === "tells by a query") return { state: "denied" };
      throw new TypeError("no such permission");
    };
    vi.stubGlobal("navigator", Object.create(navigator, { permissions: { value: { query } } }));
    await act(async () => show());
    wait(16_000);
    expect(screen.queryByRole("button", { name: "Notify me" })).toBeNull();
    expect(screen.getByRole("button", { name: "Add an interest" })).toBeDefined();
    // Reading it takes up to 20 ms of a skip in Chromium.
    expect(reads).toHaveBeenCalledTimes(how === "tells by a query" ? 0 : 1);
  },
);
