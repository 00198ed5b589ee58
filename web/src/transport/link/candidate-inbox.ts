import type { IceCandidate } from "@nexuschat/client/protocol";
import { toRtcCandidate } from "./rtc-dictionaries";
import { ufragsOf } from "./sdp";

/** Candidates that wait for their description. Beyond this number the oldest are dropped. */
export const WAITING_MAX = 64;

/** The number of past generations that are remembered. */
const PAST_MAX = 32;

/**
 * The partner's candidates. Each is passed on when its description is in force: early ones wait,
 * those of a past generation are dropped. The user name fragment identifies the generation; a
 * candidate without one belongs to the description in force.
 */
export class CandidateInbox {
  readonly #add: (candidate: RTCIceCandidateInit) => Promise<void>;
  #current: readonly string[] = [];
  #past: string[] = [];
  #waiting: IceCandidate[] = [];
  /** The generation that an end of candidates, which names none, belongs to. */
  #latest: string | undefined;

  constructor(add: (candidate: RTCIceCandidateInit) => Promise<void>) {
    this.#add = add;
  }

  /** Whether a description with this fragment was in force and has been replaced. */
  isPast(ufrag: string): boolean {
    return this.#past.includes(ufrag);
  }

  /**
   * Records that a description of the partner is in force. True if it ends an earlier generation.
   */
  async described(sdp: string): Promise<boolean> {
    const next = ufragsOf(sdp);
    const over = this.#current.filter((ufrag) => !next.includes(ufrag));
    this.#past = [...this.#past, ...over].slice(-PAST_MAX);
    this.#current = next;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const candidate of waiting) await this.#take(candidate);
    return over.length > 0;
  }

  /** Takes candidates; an empty list is their end. */
  async take(candidates: readonly IceCandidate[]): Promise<void> {
    if (candidates.length === 0) await this.#take(endOf(this.#latest));
    for (const candidate of candidates) {
      this.#latest = candidate.usernameFragment;
      await this.#take(candidate);
    }
  }

  async #take(candidate: IceCandidate): Promise<void> {
    const ufrag = candidate.usernameFragment;
    const described = this.#current.length > 0;
    if (ufrag !== undefined && this.isPast(ufrag)) return;
    if (!described || (ufrag !== undefined && !this.#current.includes(ufrag))) {
      this.#waiting = [...this.#waiting, candidate].slice(-WAITING_MAX);
      return;
    }
    try {
      await this.#add(toRtcCandidate(candidate));
    } catch {
      // The partner's bytes are untrusted. A candidate that the browser refuses is one path less.
    }
  }
}

function endOf(usernameFragment: string | undefined): IceCandidate {
  return { candidate: "", usernameFragment };
}
