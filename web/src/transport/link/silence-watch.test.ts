import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIVELY_MS, SILENT_MS, watchSilence } from "./silence-watch";

describe("watchSilence", () => {
  let newest = 0;
  let told = 0;
  let unwatch: () => void;
  const receiver = { getSynchronizationSources: () => [{ timestamp: newest }] };
  const hear = (forMs: number, everyMs = 100) => {
    for (let heard = 0; heard < forMs; heard += everyMs) {
      newest += 1;
      vi.advanceTimersByTime(everyMs);
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
    newest = 0;
    told = 0;
    const connection = { getReceivers: () => [receiver] } as unknown as RTCPeerConnection;
    unwatch = watchSilence(connection, () => {
      told += 1;
    });
  });
  afterEach(() => {
    unwatch();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("reports once that media stopped, and again the next time", () => {
    hear(LIVELY_MS * 2);
    vi.advanceTimersByTime(SILENT_MS * 10);
    expect(told).toBe(1);
    hear(LIVELY_MS * 2);
    vi.advanceTimersByTime(SILENT_MS * 10);
    expect(told).toBe(2);
  });

  it("ignores a stutter", () => {
    hear(LIVELY_MS * 2);
    hear(SILENT_MS * 6, SILENT_MS - 300);
    expect(told).toBe(0);
  });

  it("expects nothing of a partner who sends almost nothing", () => {
    vi.advanceTimersByTime(SILENT_MS * 10);
    hear(SILENT_MS * 20, SILENT_MS * 2);
    vi.advanceTimersByTime(SILENT_MS * 10);
    expect(told).toBe(0);
  });
});
