import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

describe("backoffMs", () => {
  const rule = { firstMs: 500, factor: 2, maxMs: 15_000 };

  it("doubles until the cap", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(rule, attempt, () => 1));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it("spreads over the upper half", () => {
    expect(backoffMs(rule, 2, () => 0)).toBe(500);
    expect(backoffMs(rule, 2, () => 0.5)).toBe(750);
  });
});
