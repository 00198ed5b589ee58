import type { LinkQuality } from "./link-quality";
import type { VideoLimit } from "./peer-link";

/** From everything that the browser itself would send down to a picture that still moves on a bad line. */
const STEPS: readonly (VideoLimit | null)[] = [
  null,
  { maxBitrate: 700_000, scaleDown: 1.5 },
  { maxBitrate: 300_000, scaleDown: 2 },
  { maxBitrate: 120_000, scaleDown: 4 },
];
/** Down at once when two looks in a row are bad; up only after a while that was good, or it would swing. */
const BAD_LOOKS = 2;
const GOOD_LOOKS = 5;

/** How much the picture may cost: less on a bad line, so that the words get through, and more again when it recovers. */
export class BitrateLadder {
  #step = 0;
  #bad = 0;
  #good = 0;

  get limit(): VideoLimit | null {
    return STEPS[this.#step] ?? null;
  }

  /** Takes one look into account; true if the limit is another one now. */
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
