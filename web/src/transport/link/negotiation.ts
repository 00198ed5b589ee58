import type { IceCandidate, Role, SessionDescription } from "@nexuschat/client/protocol";
import { CandidateInbox } from "./candidate-inbox";
import { withCommonCodecs } from "./common-codecs";
import { Exchange } from "./exchange";
import { PregeneratedAnswer } from "./pregenerated-answer";
import { nameOffer, toWholeWireSdp, toWireSdp, ufragsOf } from "./sdp";
import { StepQueue } from "./step-queue";

export interface NegotiationEvents {
  /** A description for the partner. */
  description(description: SessionDescription): void;
  /** The partner's first description arrived. */
  begun(): void;
  /** An own offer waits for its answer. */
  offered(): void;
  /** A new offer replaces this one: its candidates need not be sent any more. */
  withdrawn(): void;
  /** The partner restarts ICE. */
  restarted(): void;
  /** The answer to an own offer is in force. */
  settled(): void;
  /** The partner does not keep the answer that was applied. */
  misled(): void;
  /** No description of this browser fits the wire, or the browser refuses to make one. */
  broken(): void;
}

/**
 * Perfect negotiation: both ends may offer at any time. If both do, the initiator's offer stands
 * and the responder withdraws its own.
 */
export class Negotiation {
  readonly exchange = new Exchange();
  /** This client's pre-generated answer. */
  readonly pregenerated: PregeneratedAnswer;
  readonly #connection: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #events: NegotiationEvents;
  readonly #inbox: CandidateInbox;
  readonly #queue = new StepQueue();
  #restartQueued = false;

  constructor(connection: RTCPeerConnection, role: Role, events: NegotiationEvents) {
    this.#connection = connection;
    this.#polite = role === "responder";
    this.#events = events;
    this.#inbox = new CandidateInbox((candidate) => connection.addIceCandidate(candidate));
    this.pregenerated = new PregeneratedAnswer(connection, this.#queue);
    connection.onnegotiationneeded = () => this.#queue.add(() => this.#negotiate());
  }

  /** Whether the partner sent any offer. Before that a responder has nothing to offer. */
  get hasBegun(): boolean {
    return !this.#polite || this.exchange.receivedOffer !== null;
  }

  /** Whether this is the partner's first offer and needs a new connection. */
  isUnfitFor(offer: string): boolean {
    return this.exchange.receivedOffer === null && this.pregenerated.isUnfitFor(offer);
  }

  /** Whether an own offer is unanswered. */
  get isWaiting(): boolean {
    return this.#connection.signalingState === "have-local-offer";
  }

  /**
   * The last own offer, with its candidates. Null if the partner has offered since, or if it does
   * not fit the wire.
   */
  wholeOffer(): string | null {
    const isOwn = this.#connection.localDescription?.type === "offer";
    return isOwn ? toWholeWireSdp(this.#ownOffer()) : null;
  }

  /** Requests new ICE credentials and candidates for both ends, in place of a restart under way. */
  restart(): void {
    if (this.#restartQueued) return;
    this.#restartQueued = true;
    const queued = this.#queue.add(async () => {
      this.#restartQueued = false;
      if (!this.hasBegun) return;
      await this.#withdraw();
      this.#connection.restartIce();
      await this.#offer();
    });
    if (!queued) this.#restartQueued = false;
  }

  description({ type, sdp }: SessionDescription): void {
    if (!sdp) return;
    if (type === "offer") this.#queue.add(() => this.#takeOffer(sdp));
    if (type === "answer") this.#queue.add(() => this.#takeAnswer(sdp));
  }

  candidates(candidates: readonly IceCandidate[]): void {
    this.#queue.add(() => this.#inbox.take(candidates));
  }

  close(): void {
    this.#queue.close();
    this.#connection.onnegotiationneeded = null;
  }

  async #negotiate(): Promise<void> {
    // While an offer is under way, the browser asks again once that is settled.
    if (this.hasBegun && this.#connection.signalingState === "stable") await this.#offer();
  }

  async #offer(): Promise<void> {
    try {
      await this.#connection.setLocalDescription();
    } catch {
      if (!this.#queue.isClosed) this.#events.broken();
      return;
    }
    if (this.#queue.isClosed) return;
    const offer = this.#ownOffer();
    this.exchange.offers(offer);
    this.#send("offer", offer);
    this.#events.offered();
  }

  #ownOffer(): string {
    return withCommonCodecs(this.#connection.localDescription?.sdp ?? "");
  }

  async #withdraw(): Promise<void> {
    this.#events.withdrawn();
    const { signalingState: state, remoteDescription } = this.#connection;
    const rollback: RTCSessionDescriptionInit = { type: "rollback" };
    // A new offer replaces an unanswered first one. A rollback would give its media sections new
    // names (RFC 8829), and a partner that has applied it would refuse all later offers.
    if (state === "have-local-offer" && remoteDescription) {
      await this.#connection.setLocalDescription(rollback);
    }
    if (state === "have-remote-offer") await this.#connection.setRemoteDescription(rollback);
  }

  async #takeOffer(offer: string): Promise<void> {
    // A late offer, older than the one in force: the partner no longer has its credentials.
    if (ufragsOf(offer).some((ufrag) => this.#inbox.isPast(ufrag))) return;
    if (this.exchange.isRepeated(offer)) {
      this.#repeat();
      return;
    }
    const collides = this.isWaiting;
    if (collides && !this.#polite) return;
    if (collides) this.#events.withdrawn();
    const early = await this.pregenerated.standBy(offer, (answer) => {
      this.exchange.answers({ offer, answer, pregenerated: true });
      this.#send("answer", answer, toWholeWireSdp);
      this.#begin(offer);
    });
    if (early === "refused") this.exchange.answers(null);
    if (early !== "stands") await this.#answer(offer);
    if (this.#queue.isClosed) return;
    const restarts = await this.#inbox.described(offer);
    if (restarts && !this.#queue.isClosed) this.#events.restarted();
  }

  /**
   * The partner repeats its offer: it lacks the answer, or both have crossed. To resend the answer,
   * and the own offer that followed it, changes nothing. A rollback of that offer would, for a
   * partner that has applied it.
   */
  #repeat(): void {
    const { answer } = this.exchange;
    if (answer !== null) this.#send("answer", answer, toWholeWireSdp);
    if (this.isWaiting) this.#send("offer", this.#ownOffer(), toWholeWireSdp);
  }

  async #answer(offer: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: "offer", sdp: offer });
    this.#begin(offer);
    const description = await this.#connection.createAnswer();
    if (this.#queue.isClosed) return;
    const answer = nameOffer(description.sdp ?? "", offer);
    this.exchange.answers({ offer, answer });
    // Sent before it is in force here: to set it takes as long as to deliver it.
    this.#send("answer", answer);
    await this.#connection.setLocalDescription(description);
  }

  #begin(offer: string): void {
    const isFirst = this.exchange.receives(offer);
    if (isFirst && !this.#queue.isClosed) this.#events.begun();
  }

  async #takeAnswer(answer: string): Promise<void> {
    if (!this.isWaiting) {
      if (this.exchange.isAnother(answer)) this.#events.misled();
      return;
    }
    if (!this.exchange.mayTake(answer)) return;
    await this.#connection.setRemoteDescription({ type: "answer", sdp: answer });
    this.exchange.takes(answer);
    await this.#inbox.described(answer);
    if (!this.#queue.isClosed) this.#events.settled();
  }

  #send(type: "offer" | "answer", sdp: string, toWire = toWireSdp): void {
    const fitting = toWire(sdp);
    if (fitting === null) this.#events.broken();
    else this.#events.description({ type, sdp: fitting });
  }
}
