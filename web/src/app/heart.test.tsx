import type { Id } from "@nexuschat/client/protocol";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Event, FIRST_SESSION, type Session } from "@/features/session/model";
import type { SessionView } from "@/features/session/runner";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { App } from "./app";

const ROOM = {
  id: "AAAAAAAAAAAAAAAAAAAAAA" as Id,
  role: "initiator",
  iceServers: [],
  relayOnly: false,
  shared: { interests: [], languages: [] },
  encounter: "sealed",
} as const;
const LIKED = { room: ROOM.id, encounter: "sealed", untilMs: null };

function show(change: Partial<Session>, talk: Partial<Talk> = {}, encounter?: string) {
  const events: Event[] = [];
  const room = encounter === "" ? { ...ROOM, encounter: undefined } : ROOM;
  const phase = {
    at: "talking",
    room,
    since: 0,
    link: "steady",
    talk: { ...NEW_TALK, ...talk },
  } as const;
  const snapshot = {
    session: { ...FIRST_SESSION, ...change, phase },
    media: { at: "closed" },
    remote: null,
  } as const;
  const runner: SessionView = {
    subscribe: () => () => {},
    snapshot: () => snapshot,
    dispatch: (event) => void events.push(event),
  };
  render(<App runner={runner} />);
  return events;
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
