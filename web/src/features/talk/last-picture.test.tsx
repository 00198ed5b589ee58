import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { StreamVideo } from "@/ui/stream-video";
import { LastPicture } from "./last-picture";

const [OWN, A, B] = [new MediaStream(), new MediaStream(), new MediaStream()];

/** The callbacks that wait for a frame of the partner's picture. */
const waiting: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (then: () => void) => {
    then();
    return 0;
  });
  Object.assign(HTMLVideoElement.prototype, {
    requestVideoFrameCallback: (then: () => void) => waiting.push(then),
    cancelVideoFrameCallback: () => waiting.splice(0),
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(HTMLVideoElement.prototype, "requestVideoFrameCallback");
  Reflect.deleteProperty(HTMLVideoElement.prototype, "cancelVideoFrameCallback");
});

function stage() {
  const of = (own: MediaStream | null, stream: MediaStream | null) => (
    <LastPicture own={own} stream={stream} obscured={false}>
      <StreamVideo stream={stream} />
    </LastPicture>
  );
  const view = render(of(null, null));
  return {
    show: (own: MediaStream | null, stream: MediaStream | null) => {
      view.rerender(of(own, stream));
      return screen.queryByTestId("own-picture") !== null;
    },
    frame: () => {
      act(() => {
        for (const then of waiting.splice(0)) then();
      });
      return screen.queryByTestId("own-picture") !== null;
    },
  };
}

it("keeps the own picture until the partner's first frame", () => {
  const { show, frame } = stage();
  expect(show(OWN, null)).toBe(true);
  expect(show(OWN, A)).toBe(true);
  expect(show(null, A)).toBe(true);
  expect(frame()).toBe(false);
  // The next search begins without it, and its partner comes before it is shown.
  expect(show(null, null)).toBe(false);
  expect(show(null, B)).toBe(false);
});

it("ends the own picture with the search if the partner's picture moves already", () => {
  const { show, frame } = stage();
  expect(show(OWN, A)).toBe(true);
  expect(frame()).toBe(true);
  expect(show(null, A)).toBe(false);
});

it("ends the own picture with a partner of whom no frame came", () => {
  const { show } = stage();
  show(OWN, A);
  expect(show(null, A)).toBe(true);
  expect(show(null, null)).toBe(false);
});
