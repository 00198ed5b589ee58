import type { Id, MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase } from "@/features/session/model";

import { NEW_TALK, type Talk } from "@/features/session/talk";
import * as sounds from "@/lib/sounds";
import { loadCall } from "../loading/loaded-call";
import { ROOM, showApp } from "../show-app";
import { ShortcutsDialog } from "./lazy-dialogs";

// The state of one partner ends with that partner, even if the next one arrives before a render.

const SEARCHING: Phase = { at: "searching", since: 0, waiting: null, widened: [] };

const LEFT: Phase = {
  at: "partner-left",
  reason: "skip",
  talkedMs: 0,
  nextAt: null,
  talk: NEW_TALK,
};

function talking(partner: "A" | "B", talk: Partial<Talk> = {}): Phase {
  const room = { ...ROOM, id: partner as Id };
  return { at: "talking", room, since: 0, link: "steady", talk: { ...NEW_TALK, ...talk } };
}

function show(phase: Phase, mode: "text" | "video" = "video") {
  const pictureIn = (shown: Phase) =>
    mode === "video" && shown.at === "talking" ? new MediaStream() : null;
  const wishes = { mode, interests: [] };
  const devices = { microphone: true, camera: true };
  const first = { ...FIRST_SESSION, wishes, devices, phase };
  const { events, go, snapshot } = showApp(first, { remote: pictureIn(phase) });
  /** Switches the phase; each conversation has a picture of its own. */
  const switchTo = (next: Phase) => {
    const { remote, session } = snapshot();
    const same = "room" in next && "room" in session.phase && next.room === session.phase.room;
    go({ ...session, phase: next }, same ? remote : pictureIn(next));
  };
  return { events, go: switchTo };
}

beforeEach(async () => {
  await loadCall();
  const matches = (media: string) => media.includes("64rem") || media.includes("fine");
  window.matchMedia = vi.fn((media: string) => ({ matches: matches(media), media }) as never);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the picture-in-picture window", () => {
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

  it("closes on Escape, before any render", async () => {
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

  it("closes when the partner blurs", () => {
    const phase = talking("A");
    const { go } = show(phase);
    go({ ...phase, talk: { ...NEW_TALK, partnerRevealed: false } } as Phase);
    expect(exit).toHaveBeenCalled();
  });
});

describe("the last picture of a partner", () => {
  const draw = vi.fn();
  beforeEach(() => {
    draw.mockClear();
    HTMLCanvasElement.prototype.getContext = (() => ({ drawImage: draw })) as never;
    Object.defineProperty(HTMLVideoElement.prototype, "videoWidth", {
      value: 640,
      configurable: true,
    });
    Object.defineProperty(HTMLVideoElement.prototype, "videoHeight", {
      value: 360,
      configurable: true,
    });
  });
  const { getContext } = HTMLCanvasElement.prototype;
  afterEach(() => {
    HTMLCanvasElement.prototype.getContext = getContext;
    Reflect.deleteProperty(HTMLVideoElement.prototype, "videoWidth");
    Reflect.deleteProperty(HTMLVideoElement.prototype, "videoHeight");
  });
  const left = () => !(screen.getByTestId("last-picture") as HTMLCanvasElement).hidden;

  it("stays behind the search", () => {
    const { go } = show(talking("A"));
    go(SEARCHING);
    expect([draw.mock.calls.length, left()]).toEqual([1, true]);
  });

  it.each([
    ["hidden", {}],
    ["blurred", { partnerRevealed: false }],
    ["not to be seen by a partner that does not see either", { revealed: false }],
    ["off", { partnerCamera: false }],
  ] as const)("does not stay if it was %s", (how, talk) => {
    const { go } = show(talking("A"));
    go(talking("B", talk));
    draw.mockClear();
    if (how === "hidden") fireEvent.keyDown(document.body, { key: "Escape" });
    go(SEARCHING);
    expect([draw.mock.calls.length, left()]).toEqual([0, false]);
  });

  it("does not stay if the nudity check hid it", () => {
    localStorage.setItem("nexus.cover-nudity", "on");
    const { go } = show(talking("A"));
    go(SEARCHING);
    expect([draw.mock.calls.length, left()]).toEqual([0, false]);
    localStorage.clear();
  });
});

it("the question mark of a sentence to a partner who left opens no help", async () => {
  await ShortcutsDialog.preload();
  vi.useFakeTimers();
  const { go } = show(talking("A"));
  fireEvent.keyDown(screen.getByRole("textbox", { name: "Message" }), { key: "u" });
  go(LEFT);
  const help = () => screen.queryByRole("dialog", { name: "Keyboard shortcuts" });
  fireEvent.keyDown(document.body, { key: "?" });
  expect(help()).toBeNull();
  act(() => void vi.advanceTimersByTime(1_000));
  fireEvent.keyDown(document.body, { key: "?" });
  expect(help()).not.toBeNull();
  vi.useRealTimers();
});

describe.each(["after a search", "before the page is drawn"])("the next partner, %s,", (when) => {
  const between = when === "after a search" ? [SEARCHING] : [];
  const meet = (go: (next: Phase) => void, next = talking("B")) => {
    for (const phase of between) go(phase);
    go(next);
  };
  const box = () => screen.getByRole("textbox", { name: "Message" }) as HTMLTextAreaElement;
  const line = (id: string) =>
    ({ id: id as MessageId, mine: false, text: id, atMs: 0, mark: "received" }) as const;

  it.each(["video", "text"] as const)("is not hidden by the question of leaving (%s)", (mode) => {
    const { go } = show(talking("A"), mode);
    fireEvent.keyDown(document.body, { key: "Escape" });
    expect(screen.getByRole("alertdialog")).toBeDefined();
    meet(go);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(screen.queryByTestId("hidden")).toBeNull();
  });

  it("does not get text written to the previous one", async () => {
    const { go, events } = show(talking("A"));
    fireEvent.change(box(), { target: { value: "my number is 12345, anna" } });
    fireEvent.click(screen.getByRole("button", { name: "Emoji" }));
    await screen.findByRole("dialog", { name: "Emoji" });
    meet(go);
    expect(box().value).toBe("");
    expect(screen.queryByRole("dialog", { name: "Emoji" })).toBeNull();
    fireEvent.keyDown(box(), { key: "Enter" });
    expect(events.filter(({ type }) => type === "send-chat")).toEqual([]);
  });

  it("does not get the rest of a sentence that is typed without a pause", () => {
    vi.useFakeTimers();
    const { go } = show(talking("A"));
    fireEvent.keyDown(box(), { key: "a" });
    meet(go);
    expect([box().readOnly, box().disabled]).toEqual([true, false]);
    for (const key of ["b", "c", "Enter"]) {
      act(() => void vi.advanceTimersByTime(900));
      fireEvent.keyDown(box(), { key });
      expect(box().readOnly).toBe(true);
    }
    act(() => void vi.advanceTimersByTime(1_000));
    expect(box().readOnly).toBe(false);
    // After that the visitor needs no further pause.
    fireEvent.keyDown(box(), { key: "d" });
    go(talking("B", { partnerTyping: true }));
    expect(box().readOnly).toBe(false);
    vi.useRealTimers();
  });

  it("can be written to without a pause after any press", () => {
    const { go } = show(talking("A"));
    fireEvent.keyDown(box(), { key: "a" });
    meet(go);
    fireEvent.click(document.body);
    expect(box().readOnly).toBe(false);
  });

  it("can be written to at once", () => {
    const { go } = show(talking("A"));
    box().blur();
    meet(go);
    expect(document.activeElement).toBe(box());
  });

  it("is signalled by sound, and announced", () => {
    vi.useFakeTimers();
    const play = vi.spyOn(sounds, "play").mockReturnValue();
    const { go } = show(talking("A"));
    const said = () => screen.getAllByRole("status")[0]?.firstElementChild;
    const before = said();
    meet(go);
    vi.runAllTimers();
    expect(play.mock.calls).toEqual([["met"]]);
    expect(said()?.textContent).toBe("Connected. Say hello.");
    expect(said()).not.toBe(before);
    vi.useRealTimers();
  });

  it("has only its own lines counted as unread", () => {
    const { go } = show(talking("A", { lines: ["1", "2"].map(line) }));
    fireEvent.click(screen.getByRole("button", { name: "Open chat, 2 unread" }));
    fireEvent.click(screen.getByRole("button", { name: "Close chat" }));
    meet(go, talking("B", { lines: ["3", "4", "5"].map(line) }));
    expect(screen.getByRole("button", { name: "Open chat, 3 unread" })).toBeDefined();
  });
});
