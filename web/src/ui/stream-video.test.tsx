import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { StreamVideo } from "./stream-video";

const play = vi.fn(async () => {});
const stream = new MediaStream();

beforeEach(() => {
  play.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(play);
});
afterEach(cleanup);

it("goes on after something else has paused it", () => {
  render(<StreamVideo stream={stream} data-testid="video" />);
  play.mockClear();
  // As when the visitor closes the picture-in-picture window.
  fireEvent.pause(screen.getByTestId("video"));
  expect(play).toHaveBeenCalledOnce();
});

it("stays at its end", () => {
  render(<StreamVideo stream={stream} data-testid="video" />);
  play.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, "ended", "get").mockReturnValue(true);
  fireEvent.pause(screen.getByTestId("video"));
  expect(play).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

it("goes on once the page is shown again", () => {
  render(<StreamVideo stream={stream} data-testid="video" />);
  const visibility = vi.spyOn(document, "visibilityState", "get");
  play.mockClear();
  visibility.mockReturnValue("hidden");
  fireEvent.pause(screen.getByTestId("video"));
  expect(play).not.toHaveBeenCalled();
  visibility.mockReturnValue("visible");
  fireEvent(document, new Event("visibilitychange"));
  expect(play).toHaveBeenCalledOnce();
});

it("reports a pause that the browser does not let it end", async () => {
  const onBlocked = vi.fn();
  render(<StreamVideo stream={stream} data-testid="video" onBlocked={onBlocked} />);
  play.mockRejectedValueOnce(new DOMException("no gesture", "NotAllowedError"));
  fireEvent.pause(screen.getByTestId("video"));
  await vi.waitFor(() => expect(onBlocked).toHaveBeenCalledOnce());
});
