import { withCommonCodecs } from "./common-codecs";
import { handshakesEarly } from "./handshake-watch";
import { offerBoth } from "./offering";
import {
  iceCredentialsOf,
  nameOffer,
  nameShape,
  shapeOf,
  toWholeWireSdp,
  ufragsOf,
  withIceCredentials,
  withoutCandidates,
} from "./sdp";
import type { StepQueue } from "./step-queue";

/**
 * Pre-generated answers (ADR 9): this end answers an offer that it makes up, for any offer of the same shape. Needs a connection that
 * keeps its ICE credentials when another offer takes the place of the answered one (RFC 8829, 5.3.1 has it make new ones),
 * which not every browser grants.
 */
export class AnswerAhead {
  readonly #connection: RTCPeerConnection;
  readonly #queue: StepQueue;
  #isPrepared = false;
  #made: { readonly offer: string; readonly answer: string } | null = null;

  constructor(connection: RTCPeerConnection, queue: StepQueue) {
    this.#connection = connection;
    this.#queue = queue;
  }

  /** Answers an offer that nobody made, and gathers for it. Returns that offer; null if it cannot be done. */
  prepare(): Promise<string | null> {
    this.#isPrepared = true;
    return this.#queue.ask(async () => {
      const offer = await madeUpOffer();
      await this.#connection.setRemoteDescription({ type: "offer", sdp: offer });
      await this.#connection.setLocalDescription();
      return offer;
    });
  }

  /** That answer with the candidates gathered for it, for partners with such an offer. Null if this browser cannot stand by it. */
  whole(madeUp: string): Promise<string | null> {
    return this.#queue.ask(async () => {
      const answer = this.#connection.localDescription?.sdp ?? "";
      if (!(await rehearse(this.#connection, answer, madeUp))) return null;
      this.#made = { offer: madeUp, answer };
      return toWholeWireSdp(nameShape(answer, madeUp));
    });
  }

  /** Whether the partner's first offer needs another connection: this one has answered one of another shape. */
  isUnfitFor(offer: string): boolean {
    return this.#isPrepared && !this.#isLike(offer);
  }

  /**
   * Puts the answer in force for `offer`; `say` gets it before, as the partner may lack it. There is one try:
   * there may be no answer for an offer like this, or the browser refuses to stand by it.
   */
  async standBy(
    offer: string,
    say: (answer: string) => void,
  ): Promise<"stands" | "refused" | "none"> {
    const made = this.#isLike(offer) ? this.#made : null;
    this.#made = null;
    if (!made) return "none";
    say(nameOffer(made.answer, offer));
    try {
      await putInPlace(this.#connection, made.answer, offer);
      return "stands";
    } catch {
      return "refused";
    }
  }

  #isLike(offer: string): boolean {
    return this.#made !== null && shapeOf(this.#made.offer) === shapeOf(offer);
  }
}

/** Whether the answer would hold, found by doing with another made-up offer what has to be done with the real one. */
async function rehearse(
  connection: RTCPeerConnection,
  answer: string,
  madeUp: string,
): Promise<boolean> {
  try {
    await putInPlace(connection, answer, withIceCredentials(madeUp, OTHER));
  } catch {
    return false;
  }
  // A handshake within the first check would meet the keys of the made-up offer.
  return !handshakesEarly(connection);
}

/** Gives `offer` the answer that was given before, in the place of the offer that it was given to. Throws if the browser refuses. */
async function putInPlace(
  connection: RTCPeerConnection,
  answer: string,
  offer: string,
): Promise<void> {
  // First all but its ICE credentials. As long as the fingerprint of the made-up offer is in force no packet of the partner may
  // be heard: its handshake would fail, and for good.
  const known = iceCredentialsOf(connection.remoteDescription?.sdp ?? "");
  const mute = withIceCredentials(withoutCandidates(offer), known);
  await Promise.all([
    connection.setRemoteDescription({ type: "offer", sdp: mute }),
    connection.createAnswer(), // Nothing is an answer to the browser unless it has been asked for one.
  ]);
  await Promise.all([
    connection.setLocalDescription({ type: "answer", sdp: answer }),
    connection.setRemoteDescription({ type: "offer", sdp: offer }),
    connection.setLocalDescription({ type: "answer", sdp: answer }),
  ]);
  const [kept] = ufragsOf(connection.localDescription?.sdp ?? "");
  if (kept !== ufragsOf(answer)[0]) throw new Error("the browser has made new ICE credentials");
}

/** Of the rehearsal's partner, who does not exist. */
const OTHER = { ufrag: "none", pwd: "nobodynobodynobodynobody" };

/** As an equal browser offers with both kinds to send. It is to begin the handshake: it is the first to have a path. */
async function madeUpOffer(): Promise<string> {
  const equal = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  try {
    offerBoth(equal, null, "sendrecv");
    const { sdp = "" } = await equal.createOffer();
    return withCommonCodecs(sdp).replace(/^a=setup:actpass/gm, "a=setup:active");
  } finally {
    equal.close();
  }
}
