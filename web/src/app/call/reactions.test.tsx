import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Session } from "@/features/session/model";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { questions } from "@/i18n/questions/en";
import { ROOM, showApp } from "../show-app";

function show(talk: Partial<Talk> = {}, mode: "video" | "text" = "video") {
  const sessionOf = (current: Partial<Talk>): Session => ({
    ...FIRST_SESSION,
    wishes: { mode, interests: [] },
    lastMet: { room: ROOM.id },
    phase: {
      ...{ at: "talking", room: ROOM, since: 0, link: "steady" },
      talk: { ...NEW_TALK, ...current },
    },
  });
  const { events, go } = showApp(sessionOf(talk));
  return { events, now: (next: Partial<Talk>) => go(sessionOf(next)) };
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const card = () => screen.queryByRole("region", { name: "Icebreaker" });

beforeAll(
  () => Promise.all([import("@/features/talk/reaction-bar"), import("@/features/talk/more-panel")]),
  30_000,
);
beforeEach(() => {
  localStorage.clear();
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(cleanup);

describe("reactions", () => {
  it.each(["video", "text"] as const)(
    "are chosen from a bar that stays open (%s)",
    async (mode) => {
      const { events } = show({}, mode);
      press("React");
      const bar = await screen.findByRole("dialog", { name: "Reactions" });
      fireEvent.click(within(bar).getByRole("button", { name: "Heart" }));
      fireEvent.click(within(bar).getByRole("button", { name: "Wow" }));
      expect(events).toEqual([
        { type: "react", emoji: "heart" },
        { type: "react", emoji: "wow" },
      ]);
      fireEvent.keyDown(bar, { key: "Escape" });
      expect(screen.queryByRole("dialog")).toBeNull();
      expect(document.activeElement).toBe(screen.getByRole("button", { name: "React" }));
    },
  );

  it("of both are shown, and announced by name", () => {
    const { now } = show();
    const theirs = { atMs: 1, mine: false, emoji: "heart" } as const;
    now({ reactions: [theirs] });
    expect(screen.getByTestId("partner-reaction").textContent).toBe("❤️");
    expect(screen.getByText("Your partner: Heart")).toBeDefined();
    now({ reactions: [theirs, { atMs: 2, mine: true, emoji: "clap" }] });
    expect(screen.getByTestId("own-reaction").textContent).toBe("👏");
    expect(screen.getByText("You: Applause")).toBeDefined();
  });
});

describe("a wave", () => {
  it("is offered in an empty chat", () => {
    const { events, now } = show({}, "text");
    press("Wave");
    expect(events).toEqual([{ type: "react", emoji: "wave" }]);
    now({ waved: true });
    press("You waved");
    expect(events).toHaveLength(1);
  });

  it("of the partner is answered there", () => {
    const { events } = show({ partnerWaved: true });
    expect(screen.getByText("Your partner waved at you.")).toBeDefined();
    press("Wave back");
    expect(events).toEqual([{ type: "react", emoji: "wave" }]);
  });
});

describe("the icebreaker", () => {
  it("asks a question, and another one for both", async () => {
    const { events, now } = show();
    const first = within(await screen.findByRole("region", { name: "Icebreaker" })).getByRole(
      "status",
    ).textContent;
    expect(questions).toContain(first);
    press("Another one");
    expect(events).toEqual([{ type: "next-card" }]);
    now({ card: 1 });
    const second = card()?.querySelector("p")?.textContent;
    expect(second).toBe(questions[(questions.indexOf(first ?? "") + 1) % questions.length]);
  });

  it("can be hidden for the conversation, or switched off for good", async () => {
    show();
    await screen.findByRole("region", { name: "Icebreaker" });
    press("Hide the icebreaker");
    expect(card()).toBeNull();
    cleanup();
    show();
    await screen.findByRole("region", { name: "Icebreaker" });
    press("More");
    fireEvent.click(await screen.findByRole("switch", { name: "Icebreakers" }));
    expect(card()).toBeNull();
    cleanup();
    show();
    expect(card()).toBeNull();
  });

  it("does not cover the note about a blurred partner", () => {
    show({ revealed: false });
    expect(card()).toBeNull();
  });
});
