import { isPregeneratedAnswer, isSameDescription, mayAnswer } from "./sdp";

interface Answered {
  readonly offer: string;
  readonly answer: string;
  /** The answer was made before that offer. */
  readonly pregenerated?: boolean;
}

/**
 * Records the offers and answers that the two ends of a connection have exchanged. Recognises
 * repeated, late and foreign descriptions.
 */
export class Exchange {
  /** The own offer that waits for its answer. */
  #offered = "";
  /** The last own offer that was answered. */
  #taken: Answered | null = null;
  /** The last offer of the partner that was applied. */
  #receivedOffer: string | null = null;
  /** The last offer of the partner that was answered, until an own offer replaces it. */
  #answered: Answered | null = null;
  /** The same offer, after that as well. */
  #answeredOffer: string | null = null;

  offers(offer: string): void {
    this.#offered = offer;
  }

  /** True for the partner's first offer. */
  receives(offer: string): boolean {
    const isFirst = this.#receivedOffer === null;
    this.#receivedOffer = offer;
    return isFirst;
  }

  answers(answered: Answered | null): void {
    this.#answered = answered;
    this.#answeredOffer = answered?.offer ?? null;
  }

  takes(answer: string): void {
    const pregenerated = isPregeneratedAnswer({ type: "answer", sdp: answer });
    this.#taken = { offer: this.#offered, answer, pregenerated };
    this.#answered = null;
  }

  /** The last offer of the partner that was applied. */
  get receivedOffer(): string | null {
    return this.#receivedOffer;
  }

  /** The own answer to the partner's latest offer. */
  get answer(): string | null {
    return this.#answered?.answer ?? null;
  }

  /** Whether the own offer in force has a pre-generated answer. */
  get hasPregeneratedAnswer(): boolean {
    return this.#taken?.pregenerated === true;
  }

  /** Whether a pre-generated answer of either end is in force. */
  get standsOnPregenerated(): boolean {
    return this.hasPregeneratedAnswer || this.#answered?.pregenerated === true;
  }

  /** Whether the partner repeats the last offer that was answered. */
  isRepeated(offer: string): boolean {
    return this.#answeredOffer !== null && isSameDescription(this.#answeredOffer, offer);
  }

  /** Whether this may be the answer to the own offer that waits. */
  mayTake(answer: string): boolean {
    return mayAnswer(answer, this.#offered);
  }

  /** Whether this is the answer to the own offer in force. */
  hasTaken(answer: string): boolean {
    return this.#taken !== null && isSameDescription(answer, this.#taken.answer);
  }

  /**
   * Whether this is a second, different answer to the same offer, or one to an earlier offer after
   * a pre-generated answer.
   */
  isAnother(answer: string): boolean {
    const taken = this.#taken;
    if (!taken) return false;
    if (!mayAnswer(answer, taken.offer)) return taken.pregenerated === true;
    return !isSameDescription(answer, taken.answer);
  }
}
