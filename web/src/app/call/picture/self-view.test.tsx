import type { Id } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import type { Snapshot } from "@/features/session/store";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { App } from "../../app";

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

/** The visitor's own stream, and one for each partner. */
const OWN = new MediaStream();
const OF = { A: new MediaStream(), B: new MediaStream() };

function show(first: Phase) {
  let snapshot: Snapshot;
  const listeners = new Set<() => void>();
  const at = (phase: Phase) => {
    snapshot = {
      session: {
        ...FIRST_SESSION,
        wishes: { mode: "video", interests: [] },
        devices: { microphone: true, camera: true },
        phase,
      },
      media: {
        ...{ at: "open", stream: OWN, hasCamera: true, hasMicrophone: true },
        ...{ camera: "live", microphone: "live" },
      },
      remote: phase.at === "talking" ? OF[phase.room.id as "A" | "B"] : null,
    };
  };
  at(first);
  const runner: SessionView = {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => snapshot,
    dispatch: () => {},
  };
  render(<App runner={runner} />);
  return {
    go: (next: Phase) =>
      act(() => {
        at(next);
        for (const listener of listeners) listener();
      }),
  };
}

const small = () => screen.getByRole("group", { name: /Arrow keys move it|arrow keys move it/ });
/** The stream that is shown in each place; a picture of the partner's in the stage always plays. */
const shown = () => ({
  small: small().querySelector("video")?.srcObject,
  covers: [...document.querySelectorAll("video")].some(
    (video) => video.srcObject === OWN && !small().contains(video),
  ),
});
const OWN_IS_SMALL = { small: OWN, covers: false };
const SWAPPED = { small: OF.A, covers: true };

beforeAll(() => import("@/features/talk/more-panel"), 30_000);
beforeEach(() => {
  localStorage.clear();
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as never);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the two pictures", () => {
  it("change places on a tap, and back on another one", () => {
    show(talking("A"));
    expect(shown()).toEqual(OWN_IS_SMALL);
    fireEvent.click(small());
    expect(shown()).toEqual(SWAPPED);
    // The sound comes from the picture behind the own one.
    expect(screen.getByTestId("remote-video")).toMatchObject({ srcObject: OF.A, muted: false });
    expect(screen.getByTestId("small-remote-video")).toMatchObject({ muted: true });
    fireEvent.click(small());
    expect(shown()).toEqual(OWN_IS_SMALL);
  });

  it("change places on Enter, and the name says what is small", () => {
    show(talking("A"));
    const group = small();
    expect(group.getAttribute("aria-label")).toMatch(/^Your picture\. Enter makes it large/);
    group.focus();
    fireEvent.keyDown(group, { key: "Enter" });
    expect(shown()).toEqual(SWAPPED);
    expect(group.getAttribute("aria-label")).toMatch(/^Stranger’s picture\. Enter makes it large/);
    fireEvent.keyDown(group, { key: "Enter", repeat: true });
    expect(shown()).toEqual(SWAPPED);
    expect(document.activeElement).toBe(group);
  });

  it("change places from More, where the fit of a picture that is not in the stage is missing", async () => {
    show(talking("A"));
    fireEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("button", { name: "Show the whole picture" })).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Swap the two pictures" }));
    expect(shown()).toEqual(SWAPPED);
    fireEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("button", { name: "Swap the two pictures" })).toBeDefined();
    expect(screen.queryByRole("button", { name: "Show the whole picture" })).toBeNull();
  });

  it("do not change places by a drag", () => {
    show(talking("A"));
    const group = small();
    Object.assign(group, { setPointerCapture: () => {} });
    const drag = (by: number) => {
      fireEvent.pointerDown(group, { clientX: 10, clientY: 10 });
      fireEvent.pointerMove(group, { clientX: 10 + by, clientY: 10, buttons: 1 });
      fireEvent.click(group);
    };
    drag(40);
    expect(shown()).toEqual(OWN_IS_SMALL);
    // A finger is never quite still.
    drag(3);
    expect(shown()).toEqual(SWAPPED);
  });

  it.each([
    ["after a search", [SEARCHING]],
    ["that comes before the page is drawn", []],
  ])("are in their first places for the next partner, %s", (_, between) => {
    const { go } = show(talking("A"));
    fireEvent.click(small());
    for (const phase of between) go(phase);
    go(talking("B"));
    expect(shown()).toEqual({ small: OWN, covers: false });
    expect(screen.getByTestId("remote-video")).toHaveProperty("srcObject", OF.B);
  });

  it("stay when a tap was meant for the previous partner", () => {
    const { go } = show(talking("A"));
    go(talking("B"));
    fireEvent.click(small());
    expect(shown()).toEqual(OWN_IS_SMALL);
  });
});

describe("a partner's picture that must not be seen", () => {
  const inStage = () => screen.getByTestId("remote-video");
  const isBlurred = () => inStage().className.includes("blur");

  it.each([
    ["this visitor has not revealed", { revealed: false }],
    ["the partner has not revealed", { partnerRevealed: false }],
  ] as const)("stays in the stage, blurred, while %s", (_, talk) => {
    const { go } = show(talking("A", talk));
    expect(small().getAttribute("aria-label")).toBe("Your picture. Arrow keys move it.");
    fireEvent.click(small());
    fireEvent.keyDown(small(), { key: "Enter" });
    expect([shown(), isBlurred()]).toEqual([OWN_IS_SMALL, true]);
    // A press without effect does not count later either.
    go(talking("A"));
    expect([shown(), isBlurred()]).toEqual([OWN_IS_SMALL, false]);
  });

  it.each([
    ["this visitor blurs", { revealed: false }],
    ["the partner blurs", { partnerRevealed: false }],
  ] as const)("goes back to the stage when %s", (_, talk) => {
    const { go } = show(talking("A"));
    fireEvent.click(small());
    go(talking("A", talk));
    expect([shown(), isBlurred()]).toEqual([OWN_IS_SMALL, true]);
  });

  it("is in neither place when Escape hides it, even before the page is drawn", async () => {
    show(talking("A"));
    fireEvent.click(small());
    const partners = screen.getByTestId("small-remote-video");
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    for (const one of [partners, inStage()]) expect(one.className).toContain("invisible");
    await vi.waitFor(() => expect(shown()).toEqual(OWN_IS_SMALL));
    expect(inStage().className).toContain("invisible");
    // The visitor chose this order for this partner.
    fireEvent.click(screen.getByRole("button", { name: "Keep talking" }));
    expect(shown()).toEqual(SWAPPED);
    expect(screen.getByTestId("small-remote-video").className).not.toContain("invisible");
  });

  it("stays in the stage while the nudity check has not seen it", () => {
    localStorage.setItem("nexus.cover-nudity", "on");
    show(talking("A"));
    fireEvent.click(small());
    expect([shown(), isBlurred()]).toEqual([OWN_IS_SMALL, true]);
  });

  it("is no picture while the partner's camera is off", () => {
    const { go } = show(talking("A"));
    fireEvent.click(small());
    go(talking("A", { partnerCamera: false }));
    expect(screen.getByTestId("small-remote-video").className).toContain("invisible");
    // The note about it would stand over the own picture.
    expect(screen.queryByText("Stranger’s camera is off")).toBeNull();
    fireEvent.click(small());
    expect(screen.getByText("Stranger’s camera is off")).toBeDefined();
  });
});

describe("the size of the small picture", () => {
  const size = () => document.querySelector("[data-self]")?.getAttribute("data-self");
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

  it("grows with each press, and begins again", () => {
    show(talking("A"));
    expect(size()).toBe("medium");
    press("Size: medium");
    expect(size()).toBe("large");
    press("Size: large");
    expect(size()).toBe("small");
    press("Size: small");
    expect([size(), shown()]).toEqual(["medium", OWN_IS_SMALL]);
  });

  it("follows plus and minus, which belong to the browser together with Ctrl", () => {
    show(talking("A"));
    fireEvent.keyDown(small(), { key: "+" });
    fireEvent.keyDown(small(), { key: "+" });
    expect(size()).toBe("large");
    fireEvent.keyDown(small(), { key: "-" });
    fireEvent.keyDown(small(), { key: "-" });
    fireEvent.keyDown(small(), { key: "-" });
    expect(size()).toBe("small");
    expect(fireEvent.keyDown(small(), { key: "+", ctrlKey: true })).toBe(true);
    expect(size()).toBe("small");
  });

  it("is remembered, and an unknown one in the storage counts as none", () => {
    show(talking("A"));
    press("Size: medium");
    cleanup();
    show(talking("A"));
    expect(size()).toBe("large");
    cleanup();
    localStorage.setItem("nexus.self-size", "huge");
    show(talking("A"));
    expect(size()).toBe("medium");
  });
});
