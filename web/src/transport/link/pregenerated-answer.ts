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
 * Pre-generated answers (ADR 9). This client makes an offer up and answers it; the answer serves
 * any offer of the same shape. The connection must keep its ICE credentials when the partner's
 * offer replaces the made-up one. RFC 8829, 5.3.1 would have it make new ones, so not every browser
 * allows this.
 */
export class PregeneratedAnswer {
  readonly #connection: RTCPeerConnection;
  readonly #queue: StepQueue;
  #isPrepared = false;
  #made: { readonly offer: string; readonly answer: string } | null = null;

  constructor(connection: RTCPeerConnection, queue: StepQueue) {
    this.#connection = connection;
    this.#queue = queue;
  }

  /**
   * Answers a made-up offer and gathers candidates. Returns that offer; null if the browser fails.
   */
  prepare(): Promise<string | null> {
    this.#isPrepared = true;
    return this.#queue.ask(async () => {
      const offer = await madeUpOffer();
      await this.#connection.setRemoteDescription({ type: "offer", sdp: offer });
      await this.#connection.setLocalDescription();
      return offer;
    });
  }

  /**
   * The answer with its candidates, for partners whose offer has the same shape. Null if this
   * browser cannot keep the answer.
   */
  whole(madeUp: string): Promise<string | null> {
    return this.#queue.ask(async () => {
      const answer = this.#connection.localDescription?.sdp ?? "";
      if (!(await rehearse(this.#connection, answer, madeUp))) return null;
      this.#made = { offer: madeUp, answer };
      return toWholeWireSdp(nameShape(answer, madeUp));
    });
  }

  /**
   * Whether the partner's first offer needs a new connection: this one has answered an offer of
   * another shape.
   */
  isUnfitFor(offer: string): boolean {
    return this.#isPrepared && !this.#isLike(offer);
  }

  /**
   * Puts the answer in force for `offer`. `send` gets the answer first, as the partner may lack it.
   * There is one attempt: no answer may fit the offer, or the browser refuses.
   */
  async standBy(
    offer: string,
    send: (answer: string) => void,
  ): Promise<"stands" | "refused" | "none"> {
    const made = this.#isLike(offer) ? this.#made : null;
    this.#made = null;
    if (!made) return "none";
    send(nameOffer(made.answer, offer));
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

/** Whether the answer would hold. A second made-up offer stands in for the real one. */
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
  // If the handshake starts within the first check, it meets the keys of the made-up offer.
  return !handshakesEarly(connection);
}

/**
 * Applies the existing answer to `offer`, which replaces the made-up offer. Throws if the browser
 * refuses.
 */
async function putInPlace(
  connection: RTCPeerConnection,
  answer: string,
  offer: string,
): Promise<void> {
  // First everything except the ICE credentials. While the fingerprint of the made-up offer is in
  // force, no packet of the partner may arrive: its handshake would fail permanently.
  const known = iceCredentialsOf(connection.remoteDescription?.sdp ?? "");
  const mute = withIceCredentials(withoutCandidates(offer), known);
  await Promise.all([
    connection.setRemoteDescription({ type: "offer", sdp: mute }),
    connection.createAnswer(), // The browser accepts only an answer that it was asked to create.
  ]);
  await Promise.all([
    connection.setLocalDescription({ type: "answer", sdp: answer }),
    connection.setRemoteDescription({ type: "offer", sdp: offer }),
    connection.setLocalDescription({ type: "answer", sdp: answer }),
  ]);
  const [kept] = ufragsOf(connection.localDescription?.sdp ?? "");
  if (kept !== ufragsOf(answer)[0]) throw new Error("the browser has made new ICE credentials");
}

/** Credentials of the rehearsal's fictitious partner. */
const OTHER = { ufrag: "none", pwd: "nobodynobodynobodynobody" };

/**
 * The offer that the same browser would make with both kinds to send. Its side starts the
 * handshake, because it has a path first.
 */
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
