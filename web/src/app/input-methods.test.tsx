import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase, type Session } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { ROOM, showApp } from "./show-app";

const TALKING: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };

const show = (change: Partial<Session>) => showApp({ ...FIRST_SESSION, ...change }).events;

/** How browsers send the key that ends a composition. */
const ENDS_A_WORD: readonly [string, (at: Element, key: string) => void][] = [
  ["Chromium and Firefox", (at, key) => fireEvent.keyDown(at, { key, isComposing: true })],
  ["Safari", (at, key) => fireEvent.keyDown(at, { key, keyCode: 229 })],
  [
    "one that ends the word first",
    (at, key) => {
      fireEvent.compositionEnd(at);
      fireEvent.keyDown(at, { key });
    },
  ],
];
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

beforeAll(() => import("./call/call"), 30_000);
beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(async () => {
  cleanup();
  await nextTask();
});

describe.each(ENDS_A_WORD)("a key that ends a composition in %s", (_browser, press) => {
  it("sends nothing, but the same key does afterwards", async () => {
    const events = show({ phase: TALKING });
    const box = await screen.findByLabelText("Message");
    fireEvent.change(box, { target: { value: "東京" } });
    press(box, "Enter");
    expect(events.map(({ type }) => type)).toEqual(["typing"]);
    await nextTask();
    fireEvent.keyDown(box, { key: "Enter" });
    expect(events.at(-1)).toMatchObject({ type: "send-chat", text: "東京" });
  });

  it("neither hides nor skips, and opens no list of keys", async () => {
    const events = show({ phase: TALKING });
    const box = await screen.findByLabelText("Message");
    for (const key of ["Escape", "Escape", "?"]) press(box, key);
    expect(screen.queryByText("Keep talking")).toBeNull();
    expect(events).toEqual([]);
    await nextTask();
    fireEvent.keyDown(box, { key: "Escape" });
    expect(screen.getByText("Keep talking")).toBeDefined();
    press(box, "Escape");
    expect(events).toEqual([]);
  });

  it("does not stop a search", async () => {
    const phase = { at: "searching", since: 0, waiting: null, widened: [] } as const;
    const events = show({ phase });
    await screen.findByRole("toolbar");
    press(document.body, "Escape");
    expect(events).toEqual([]);
  });

  it("adds and removes no interest, and closes no menu", () => {
    show({ wishes: { mode: "video", interests: ["chess"] } });
    fireEvent.click(screen.getByRole("button", { name: "Who would you like to meet?" }));
    const field = screen.getByLabelText(/Interests/);
    fireEvent.change(field, { target: { value: "とうきょう" } });
    press(field, "Enter");
    expect(screen.queryByLabelText("Remove とうきょう")).toBeNull();
    fireEvent.change(field, { target: { value: "" } });
    press(field, "Backspace");
    expect(screen.getByLabelText("Remove chess")).toBeDefined();
    const settings = screen.getByLabelText("Settings");
    fireEvent.click(settings);
    press(settings, "Escape");
    expect(settings.getAttribute("aria-expanded")).toBe("true");
  });
});
