import { type IceCandidate, LIMITS } from "@nexuschat/client/protocol";
import { toWireCandidate } from "./rtc-dictionaries";

/**
 * Own candidates for the partner. Those that arrive in one task are sent in one message; an empty
 * message ends them.
 */
export class CandidateOutbox {
  readonly #send: (candidates: readonly IceCandidate[]) => void;
  #batch: IceCandidate[] = [];
  #ended = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (candidates: readonly IceCandidate[]) => void) {
    this.#send = send;
  }

  add(init: RTCIceCandidateInit): void {
    const candidate = toWireCandidate(init);
    if (!candidate) return;
    this.#batch.push(candidate);
    this.#schedule();
  }

  end(): void {
    this.#ended = true;
    this.#schedule();
  }

  /** Discards candidates gathered for a description that is no longer offered. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#batch = [];
    this.#ended = false;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), 0);
  }

  #flush(): void {
    const [batch, ended] = [this.#batch, this.#ended];
    this.clear();
    while (batch.length > 0) this.#send(batch.splice(0, LIMITS.candidatesMax));
    if (ended) this.#send([]);
  }
}
