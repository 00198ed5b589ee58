import type { CandidateOutbox } from "./candidate-outbox";
import type { Reach } from "./peer-link";
import { isRelayUrl } from "./rtc-dictionaries";

/** A relay over TLS may take this long to return the first candidate. */
const REACH_MS = 10_000;

/**
 * Collects a connection's own candidates for the partner, and keeps the error code of a relay that
 * returned none.
 */
export class Gathering {
  readonly #connection: RTCPeerConnection;
  readonly #outbox: CandidateOutbox;
  readonly #nothing: () => void;
  #count = 0;
  #hasRelay = false;
  #relayError: number | undefined;
  #answerReach: (reach: Reach) => void = () => {};
  readonly #reach = new Promise<Reach>((resolve) => {
    this.#answerReach = resolve;
  });

  /**
   * `nothing` is called if the browser finishes without a candidate: then no partner can be
   * reached.
   */
  constructor(connection: RTCPeerConnection, outbox: CandidateOutbox, nothing: () => void) {
    this.#connection = connection;
    this.#outbox = outbox;
    this.#nothing = nothing;
    connection.onicecandidate = ({ candidate }) => this.#take(candidate);
    connection.onicecandidateerror = ({ url, errorCode }) => {
      if (isRelayUrl(url)) this.#relayError = errorCode;
    };
  }

  /** Whether the browser finished without a candidate. */
  get isInVain(): boolean {
    return this.#count === 0 && this.#connection.iceGatheringState === "complete";
  }

  /**
   * The STUN or TURN error code of the relay (RFC 8656, 19), or 701 if it was unreachable.
   * Undefined if a relay works.
   */
  get relayError(): number | undefined {
    return this.#hasRelay ? undefined : this.#relayError;
  }

  /**
   * Whether there is any candidate. Resolves with the first one, at the end of gathering, or after
   * REACH_MS.
   */
  reach(): Promise<Reach> {
    const timer = setTimeout(() => this.#answer(), REACH_MS);
    return this.#reach.finally(() => clearTimeout(timer));
  }

  /** Resolves when gathering is complete, or after `ms`. */
  settled(ms: number): Promise<void> {
    const connection = this.#connection;
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        connection.onicegatheringstatechange = null;
        resolve();
      }
      function look() {
        if (connection.iceGatheringState === "complete") done();
      }
      connection.onicegatheringstatechange = look;
      look();
    });
  }

  close(): void {
    this.#answer();
    this.#connection.onicecandidate = null;
    this.#connection.onicecandidateerror = null;
  }

  #take(candidate: RTCIceCandidate | null): void {
    if (candidate?.candidate) {
      this.#count += 1;
      this.#hasRelay ||= / typ relay /.test(candidate.candidate);
      this.#outbox.add(candidate.toJSON());
      this.#answer();
    }
    if (candidate) return;
    this.#answer();
    this.#outbox.end();
    if (this.#count === 0) this.#nothing();
  }

  #answer(): void {
    this.#answerReach({ ok: this.#count > 0, relayError: this.relayError });
  }
}
