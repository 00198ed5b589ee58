import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { OwnPicture } from "./own-picture";

afterEach(cleanup);

it("darkens nothing before its first frame, nor before that of another camera", () => {
  const view = render(<OwnPicture stream={new MediaStream()} />);
  const shown = () => !screen.getByTestId("own-picture").classList.contains("invisible");
  const firstFrame = () => {
    const video = view.container.querySelector("video");
    if (video) fireEvent.loadedData(video);
  };
  expect(shown()).toBe(false);
  firstFrame();
  expect(shown()).toBe(true);
  view.rerender(<OwnPicture stream={new MediaStream()} />);
  expect(shown()).toBe(false);
  firstFrame();
  expect(shown()).toBe(true);
});
