import { numberOf, type Stat, usedPair } from "./link-stats";

export interface LinkQuality {
  readonly verdict: "good" | "fair" | "bad";
  /** The round-trip time to the partner, in ms. */
  readonly roundTripMs: number;
  /** The share of packets lost since the last sample, in the worse direction; 0 to 1. */
  readonly loss: number;
  readonly receivedKbps: number;
}

// Beyond these values people interrupt each other, and sound and picture break up.
const FAIR = { roundTripMs: 300, loss: 0.03 };
const BAD = { roundTripMs: 600, loss: 0.1 };

interface Counters {
  readonly atMs: number;
  readonly received: number;
  readonly lost: number;
  readonly bytes: number;
}

/**
 * Rates a link by the browser's counters, sampled every few seconds. The first sample is only the
 * baseline.
 */
export class QualityMeter {
  #before: Counters | null = null;

  take(stats: readonly RTCStats[], atMs: number): LinkQuality | null {
    const all = stats as readonly Stat[];
    const inbound = all.filter((one) => one.type === "inbound-rtp");
    const now: Counters = {
      atMs,
      received: sum(inbound, "packetsReceived"),
      lost: sum(inbound, "packetsLost"),
      bytes: sum(inbound, "bytesReceived"),
    };
    const before = this.#before;
    this.#before = now;
    if (!before || atMs <= before.atMs) return null;
    const lost = Math.max(0, now.lost - before.lost);
    const expected = lost + Math.max(0, now.received - before.received);
    const losses = all
      .filter((one) => one.type === "remote-inbound-rtp")
      .map((one) => numberOf(one, "fractionLost"));
    const loss = Math.max(expected > 0 ? lost / expected : 0, ...losses);
    const roundTripMs = 1000 * roundTrip(all);
    const receivedKbps = (8 * Math.max(0, now.bytes - before.bytes)) / (atMs - before.atMs);
    return { verdict: verdictOn(roundTripMs, loss), roundTripMs, loss, receivedKbps };
  }
}

function verdictOn(roundTripMs: number, loss: number): LinkQuality["verdict"] {
  if (roundTripMs > BAD.roundTripMs || loss > BAD.loss) return "bad";
  return roundTripMs > FAIR.roundTripMs || loss > FAIR.loss ? "fair" : "good";
}

/** In seconds, of the candidate pair in use. */
function roundTrip(stats: readonly Stat[]): number {
  const used = usedPair(stats);
  return used ? numberOf(used, "currentRoundTripTime") : 0;
}

function sum(stats: readonly Stat[], name: string): number {
  return stats.reduce((total, one) => total + numberOf(one, name), 0);
}
