import type { Classes } from "./worker";

/** A picture that the model takes for nudity by more than this is covered. */
const BARE = 0.6;

/** What is covered is uncovered after so many harmless looks: people move in and out of the picture. */
const HARMLESS_LOOKS = 3;

export type Verdict =
  | "unseen" // Not looked at yet.
  | "fine"
  | "bare"
  | "unknown"; // The check does not work here.

/** Covers at once and uncovers slowly. */
export class Judge {
  #verdict: Verdict = "unseen";
  #isBare = false;
  #harmless = 0;

  /** What the picture is taken for after another look; null is a look that failed. */
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

/** "Sexy" is people at the beach too: alone it is never enough. */
function bareness({ porn, hentai, sexy }: Classes): number {
  return porn + hentai + sexy / 2;
}
