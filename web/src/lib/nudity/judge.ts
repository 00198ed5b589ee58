import type { Classes } from "./worker";

/** A picture is hidden if its nudity score is above this. */
const BARE = 0.6;

/**
 * A hidden picture is shown again after this many harmless samples in a row, because people move in
 * and out of it.
 */
const HARMLESS_LOOKS = 3;

export type Verdict =
  | "unseen" // Not checked yet.
  | "fine"
  | "bare"
  | "unknown"; // The check does not work here.

/** Hides at once and shows again slowly. */
export class Judge {
  #verdict: Verdict = "unseen";
  #isBare = false;
  #harmless = 0;

  /** The verdict after another sample; null is a sample that failed. */
  after(classes: Classes | null): Verdict {
    if (classes === null) {
      this.#verdict = "unknown";
    } else if (bareness(classes) > BARE) {
      this.#verdict = "bare";
      this.#isBare = true;
      this.#harmless = 0;
    } else if (!this.#isBare || ++this.#harmless >= HARMLESS_LOOKS) {
      this.#verdict = "fine";
      this.#isBare = false;
    }
    return this.#verdict;
  }
}

/** "Sexy" includes people at the beach: alone it never reaches the threshold. */
function bareness({ porn, hentai, sexy }: Classes): number {
  return porn + hentai + sexy / 2;
}
