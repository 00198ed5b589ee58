import { describe, expect, it } from "vitest";
import { BitrateLadder } from "./bitrate-ladder";
import { QualityMeter } from "./link-quality";

function stats(change: { received?: number; lost?: number; theirs?: number; rtt?: number }) {
  const { received = 0, lost = 0, theirs = 0, rtt = 0.05 } = change;
  return [
    { id: "T", type: "transport", timestamp: 0, selectedCandidatePairId: "P" },
    { id: "Q", type: "candidate-pair", timestamp: 0, nominated: true, currentRoundTripTime: 9 },
    { id: "P", type: "candidate-pair", timestamp: 0, currentRoundTripTime: rtt },
    {
      id: "I",
      type: "inbound-rtp",
      timestamp: 0,
      packetsReceived: received,
      packetsLost: lost,
      bytesReceived: received * 1000,
    },
    { id: "R", type: "remote-inbound-rtp", timestamp: 0, fractionLost: theirs },
  ] as unknown as RTCStats[];
}

describe("the quality of a link", () => {
  const look = (change: Parameters<typeof stats>[0]) => {
    const meter = new QualityMeter();
    expect(meter.take(stats({ received: 1000, lost: 500 }), 1000)).toBeNull();
    return meter.take(stats({ received: 1100, lost: 500, ...change }), 3000);
  };

  it.each([
    ["a quiet line", {}, "good"],
    ["a long way", { rtt: 0.35 }, "fair"],
    ["a very long way", { rtt: 0.7 }, "bad"],
    ["some loss", { lost: 505 }, "fair"],
    ["much loss", { lost: 520 }, "bad"],
    ["loss of what was sent", { theirs: 0.2 }, "bad"],
    ["nonsense in the reports", { theirs: Number.NaN, lost: 400 }, "good"],
  ] as const)("%s", (_what, change, verdict) => {
    expect(look(change)?.verdict).toBe(verdict);
  });

  it("counts since the last sample", () => {
    expect(look({ lost: 525 })).toMatchObject({ loss: 0.2, receivedKbps: 400, roundTripMs: 50 });
  });
});

describe("the ladder of bitrates", () => {
  const bad = { verdict: "bad" } as const;
  const good = { verdict: "good" } as const;
  const looks = (ladder: BitrateLadder, ...all: (typeof bad | typeof good)[]) =>
    all.map((one) => ladder.look(one)).filter(Boolean).length;

  it("goes down after two bad looks in a row, and not below the last step", () => {
    const ladder = new BitrateLadder();
    expect(ladder.limit).toBeNull();
    expect(looks(ladder, bad, good, bad)).toBe(0);
    expect(looks(ladder, bad)).toBe(1);
    const first = ladder.limit;
    expect(first?.maxBitrate).toBeGreaterThan(0);
    expect(looks(ladder, ...Array<typeof bad>(20).fill(bad))).toBe(2);
    expect(ladder.limit?.maxBitrate).toBeLessThan(first?.maxBitrate ?? 0);
  });

  it("goes up step by step after a good period", () => {
    const ladder = new BitrateLadder();
    looks(ladder, bad, bad, bad, bad);
    expect(looks(ladder, good, good, good, good)).toBe(0);
    expect(looks(ladder, good)).toBe(1);
    expect(looks(ladder, good, good, good, good, good)).toBe(1);
    expect(ladder.limit).toBeNull();
  });
});
