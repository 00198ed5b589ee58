import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { blurWished, showBlur, wishBlur } from "@/transport/media/background-blur";
import { MediaProblemScreen } from "./media-problem-screen";

const WITHOUT = "Go on without blur";

afterEach(() => {
  cleanup();
  wishBlur(false);
});

it("offers to go on without a background blur that failed", () => {
  wishBlur(true);
  const onRetry = vi.fn();
  const other = () => {};
  render(
    <MediaProblemScreen
      problem="failed"
      devices={{ camera: "failed", microphone: "denied" }}
      onRetry={onRetry}
      onWithoutCamera={other}
      onText={other}
      onHome={other}
    />,
  );
  expect(screen.queryByRole("button", { name: WITHOUT })).toBeNull();
  act(() => showBlur("failed"));
  screen.getByText(/^Background blur isn’t working/);
  fireEvent.click(screen.getByRole("button", { name: WITHOUT }));
  expect(blurWished()).toBe(false);
  expect(onRetry).toHaveBeenCalledOnce();
});
