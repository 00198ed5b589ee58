import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ServerProblemScreen } from "@/features/errors/server-problem-screen";
import { trace } from "@/lib/trace";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = () =>
  render(
    <ServerProblemScreen problem="full" onRetry={() => {}} onReload={() => {}} onHome={() => {}} />,
  );
const NONE = /couldn’t get a reference number/;

it("a problem shows the reference that the server's log has, and the diagnostics have it", async () => {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push(url, init.body);
    return Response.json({ reference: "K7Q-2MXP" }, { status: 201 });
  });
  show();
  expect((await screen.findByText("K7Q-2MXP")).getAttribute("translate")).toBe("no");
  expect(asked).toEqual(["v1/problems", "full"]);
  expect(trace.text()).toContain("problem full reference K7Q-2MXP");
});

it("without a connection it says so, and asks again once online", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  show();
  await screen.findByText(NONE);
  vi.stubGlobal("fetch", async () => Response.json({ reference: "7XP-4Q2M" }));
  window.dispatchEvent(new Event("online"));
  await screen.findByText("7XP-4Q2M");
  expect(screen.queryByText(NONE)).toBeNull();
  // A reference stays as it is: the visitor may have written it down.
  vi.stubGlobal("fetch", async () => Response.json({ reference: "AAA-AAAA" }));
  window.dispatchEvent(new Event("online"));
  await Promise.resolve();
  expect(screen.getByText("7XP-4Q2M")).toBeTruthy();
});
