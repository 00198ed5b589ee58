import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FIRST_SESSION } from "@/features/session/model";
import { NEW_TALK } from "@/features/session/talk";
import { ROOM, showApp } from "../show-app";

/** Shows a call, swipes up over the partner's picture, and returns the events of the session. */
function swipe() {
  const { events } = showApp({
    ...FIRST_SESSION,
    wishes: { mode: "video", interests: [] },
    lastMet: { room: ROOM.id },
    phase: { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK },
  });
  const stage = screen.getByTestId("remote-video");
  const at = (clientY: number) => [{ clientX: 100, clientY }];
  fireEvent.touchStart(stage, { touches: at(400) });
  fireEvent.touchMove(stage, { touches: at(250) });
  fireEvent.touchEnd(stage, { touches: [], changedTouches: at(250) });
  return events;
}

beforeEach(() => {
  localStorage.clear();
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("a swipe up skips", () => {
  expect(swipe()).toEqual([{ type: "next" }]);
});

it("in a magnified page it only moves the page", () => {
  vi.stubGlobal("visualViewport", Object.assign(new EventTarget(), { scale: 2 }));
  expect(swipe()).toEqual([]);
});
