import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Session } from "@/features/session/model";

import { NEW_TALK, type Talk } from "@/features/session/talk";
import { ROOM, showApp } from "../show-app";

const LIKED = { room: ROOM.id, encounter: "sealed", untilMs: null };

function show(change: Partial<Session>, talk: Partial<Talk> = {}, encounter?: string) {
  const room = encounter === "" ? ROOM : { ...ROOM, encounter: "sealed" };
  const phase = {
    at: "talking",
    room,
    since: 0,
    link: "steady",
    talk: { ...NEW_TALK, ...talk },
  } as const;
  return showApp({ ...FIRST_SESSION, ...change, phase }).events;
}

beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(cleanup);

it.each(["video", "text"] as const)("likes the partner, by %s", (mode) => {
  const events = show({ wishes: { mode, interests: [] } });
  const heart = screen.getByRole("button", { name: "Like, to meet again", pressed: false });
  fireEvent.click(heart);
  expect(events).toEqual([{ type: "like", on: true }]);
});

it("takes a like back, and tells both states apart", () => {
  const events = show({ liked: [LIKED] });
  fireEvent.click(screen.getByRole("button", { name: "Liked", pressed: true }));
  expect(events).toEqual([{ type: "like", on: false }]);
  cleanup();
  show({ liked: [LIKED], notice: "both-like" }, { likedBack: true });
  screen.getByRole("button", { name: "You like each other", pressed: true });
  screen.getByText("You like each other. You can meet again for an hour.");
});

it("is not offered for a partner whom no search can name", () => {
  show({}, {}, "");
  expect(screen.queryByRole("button", { name: "Like, to meet again" })).toBeNull();
});
