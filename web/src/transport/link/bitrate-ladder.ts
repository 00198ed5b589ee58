import type { LinkQuality } from "./link-quality";
import type { VideoLimit } from "./peer-link";

/** From no limit at all to a picture that still moves on a bad line. */
const STEPS: readonly (VideoLimit | null)[] = [
  null,
  { maxBitrate: 700_000, scaleDown: 1.5 },
  { maxBitrate: 300_000, scaleDown: 2 },
  { maxBitrate: 120_000, scaleDown: 4 },
];
/**
 * One step down after this many bad samples in a row; up only after a longer good period, to avoid
 * oscillation.
 */
const BAD_LOOKS = 2;
const GOOD_LOOKS = 5;

/**
 * Limits the bitrate of the picture: lower on a bad line, so that sound gets through, and higher
 * after it recovers.
 */
export class BitrateLadder {
  #step = 0;
  #bad = 0;
  #good = 0;

  get limit(): VideoLimit | null {
    return STEPS[this.#step] ?? null;
  }

  /** Takes one sample into account. Returns true if the limit changed. */
  look({ verdict }: Pick<LinkQuality, "verdict">): boolean {
    this.#bad = verdict === "bad" ? this.#bad + 1 : 0;
    this.#good = verdict === "good" ? this.#good + 1 : 0;
    if (this.#bad >= BAD_LOOKS && this.#step < STEPS.length - 1) return this.#go(1);
    if (this.#good >= GOOD_LOOKS && this.#step > 0) return this.#go(-1);
    return false;
  }

  #go(by: 1 | -1): true {
    this.#step += by;
    this.#bad = 0;
    this.#good = 0;
    return true;
  }
}
