import { FakeWebSocket } from "@nexuschat/client/testing/fake-web-socket";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SessionRunner, type SessionView } from "@/features/session/runner";
import type { Snapshot } from "@/features/session/store";
import { App } from "../app";

beforeEach(() => {
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("a component that throws leaves a working page", async () => {
  const runner = new SessionRunner({
    makeLink: { value: null, load: async () => {} },
    pregeneratesOffers: false,
    keeper: { load: () => null, save: () => {} },
    hindrance: null,
    now: Date.now,
    whenToShow: (show) => show(),
  });
  let isBroken = false;
  const view: SessionView = {
    subscribe: runner.subscribe,
    dispatch: runner.dispatch,
    snapshot: () => (isBroken ? ({} as Snapshot) : runner.snapshot()),
  };
  const { container } = render(<App runner={view} />);
  const state = () => container.querySelector("[data-state]")?.getAttribute("data-state");
  runner.dispatch({ type: "start", wishes: { mode: "text", interests: [] } });
  await vi.waitFor(() => expect(state()).toBe("searching"));

  isBroken = true;
  runner.dispatch({ type: "network", online: false });
  await vi.waitFor(() => expect(state()).toBe("broken"));
  expect(screen.getByRole("heading", { name: "Something broke" })).toBe(document.activeElement);
  expect(runner.snapshot().session.phase.at).toBe("broken");
  expect(FakeWebSocket.latest().readyState).toBe(3);

  isBroken = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await vi.waitFor(() => expect(state()).toBe("searching"));
});
