import type { CandidateOutbox } from "./candidate-outbox";
import type { Reach } from "./peer-link";
import { isRelayUrl } from "./rtc-dictionaries";

/** A relay over TLS may take this long to give the first candidate. */
const REACH_MS = 10_000;

/** Collects a connection's own candidates for the partner, and remembers why a relay gave none. */
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

  /** `nothing` is called when the browser has finished and found no candidate: no partner can be reached from here. */
  constructor(connection: RTCPeerConnection, outbox: CandidateOutbox, nothing: () => void) {
    this.#connection = connection;
    this.#outbox = outbox;
    this.#nothing = nothing;
    connection.onicecandidate = ({ candidate }) => this.#take(candidate);
    connection.onicecandidateerror = ({ url, errorCode }) => {
      if (isRelayUrl(url)) this.#relayError = errorCode;
    };
  }

  /** The browser has finished without a candidate. */
  get isInVain(): boolean {
    return this.#count === 0 && this.#connection.iceGatheringState === "complete";
  }

  /** The STUN or TURN error code of the relay (RFC 8656, 19), 701 where it could not be reached. Missing where a relay serves. */
  get relayError(): number | undefined {
    return this.#hasRelay ? undefined : this.#relayError;
  }

  /** Whether there is a candidate at all: known with the first, at the end, or after REACH_MS. */
  reach(): Promise<Reach> {
    const timer = setTimeout(() => this.#answer(), REACH_MS);
    return this.#reach.finally(() => clearTimeout(timer));
  }

  /** Resolves when all candidates are there, or after `ms`. */
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
