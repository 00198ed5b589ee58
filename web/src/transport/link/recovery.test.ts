import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { COURTESY_MS, GIVE_UP_MS, GRACE_MS, Recovery, SPACING_MS, UNDER_WAY_MS } from "./recovery";

function recovery(courteous = false) {
  const seen: string[] = [];
  const since = performance.now();
  const now = () => performance.now() - since;
  const one = new Recovery(
    {
      restart: () => seen.push(`restart ${now()}`),
      giveUp: () => seen.push(`give up ${now()}`),
    },
    { courteous, random: () => 1 },
  );
  return { one, seen };
}

describe("Recovery", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gives a path a moment to recover by itself", () => {
    const { one, seen } = recovery();
    one.disconnected();
    vi.advanceTimersByTime(GRACE_MS - 1);
    one.healthy();
    vi.advanceTimersByTime(GIVE_UP_MS * 2);
    expect(seen).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("restarts at once if the browser gives the path up, even in the grace period", () => {
    const { one, seen } = recovery();
    one.disconnected();
    vi.advanceTimersByTime(500);
    one.failed();
    vi.advanceTimersByTime(0);
    expect(seen).toEqual(["restart 500"]);
  });

  it("lets the initiator restart first", () => {
    const { one, seen } = recovery(true);
    one.failed();
    vi.advanceTimersByTime(COURTESY_MS);
    expect(seen).toEqual([`restart ${COURTESY_MS}`]);
  });

  it("restarts with backoff, and gives up after a minute", () => {
    const { one, seen } = recovery();
    one.failed();
    vi.advanceTimersByTime(GIVE_UP_MS * 2);
    expect(seen).toEqual([
      "restart 0",
      "restart 5000",
      "restart 12500",
      "restart 23750",
      "restart 35750",
      "restart 47750",
      "restart 59750",
      "give up 60000",
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has one restart under way, however often trouble is reported", () => {
    const { one, seen } = recovery();
    for (let i = 0; i < 40; i++) {
      one.disconnected();
      one.failed();
      one.silent();
      vi.advanceTimersByTime(100);
    }
    expect(seen).toEqual(["restart 0"]);
  });

  it("restarts soon after a network change, once for several simultaneous reasons", () => {
    const { one, seen } = recovery();
    one.failed();
    vi.advanceTimersByTime(100);
    for (let i = 0; i < 5; i++) one.changed();
    vi.advanceTimersByTime(SPACING_MS + UNDER_WAY_MS);
    expect(seen).toEqual(["restart 0", `restart ${SPACING_MS}`]);
  });

  it("resets the backoff after a path was found", () => {
    const { one, seen } = recovery();
    one.failed();
    vi.advanceTimersByTime(20_000);
    one.healthy();
    seen.length = 0;
    vi.advanceTimersByTime(30_000);
    one.failed();
    vi.advanceTimersByTime(5_000);
    expect(seen).toEqual(["restart 50000", "restart 55000"]);
  });

  it("waits for the result of the partner's restart", () => {
    const { one, seen } = recovery(true);
    one.disconnected();
    vi.advanceTimersByTime(GRACE_MS);
    one.partnerRestarted();
    one.failed();
    vi.advanceTimersByTime(5_000 + COURTESY_MS - 1);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toHaveLength(1);
  });

  it("ignores trouble that the partner's restart is about to fix", () => {
    const { one, seen } = recovery(true);
    one.partnerRestarted();
    one.silent();
    vi.advanceTimersByTime(UNDER_WAY_MS + COURTESY_MS - 1);
    expect(seen).toEqual([]);
  });

  it("never gives up for silence alone", () => {
    const { one, seen } = recovery();
    one.silent();
    vi.advanceTimersByTime(0);
    one.healthy();
    vi.advanceTimersByTime(GIVE_UP_MS * 2);
    expect(seen).toEqual(["restart 0"]);
  });

  it("gives up if a first path is never found", () => {
    const { one, seen } = recovery();
    one.waiting();
    vi.advanceTimersByTime(GIVE_UP_MS);
    expect(seen).toEqual([`give up ${GIVE_UP_MS}`]);
  });

  it("leaves no timer behind", () => {
    const { one, seen } = recovery();
    one.failed();
    one.stop();
    one.failed();
    one.changed();
    one.partnerRestarted();
    expect(vi.getTimerCount()).toBe(0);
    expect(seen).toEqual([]);
  });
});
