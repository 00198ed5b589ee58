import type { IceCandidate, Role, SessionDescription } from "@/protocol/messages";
import { AnswerAhead } from "./answer-ahead";
import { CandidateInbox } from "./candidate-inbox";
import { withCommonCodecs } from "./common-codecs";
import {
  isAnswerAhead,
  isSameDescription,
  mayAnswer,
  nameOffer,
  toWholeWireSdp,
  toWireSdp,
  ufragsOf,
} from "./sdp";
import { StepQueue } from "./step-queue";

export interface NegotiationEvents {
  /** A description for the partner. */
  description(description: SessionDescription): void;
  /** The partner's first description arrived. */
  begun(): void;
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

interface Answered {
  readonly offer: string;
  readonly answer: string;
  /** The answer was made before that offer. */
  readonly ahead?: boolean;
}

/**
 * Perfect negotiation: both ends may offer at any time. If both do, the initiator's offer stands
 * and the responder withdraws its own.
 */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #events: NegotiationEvents;
  readonly #inbox: CandidateInbox;
  readonly #queue = new StepQueue();
  /** This client's pre-generated answer. */
  readonly ahead: AnswerAhead;
  /** The own offer that waits for its answer, and the last answered offer of the partner. */
  #offered = "";
  #answered: Answered | null = null;
  /** The last own offer that was answered. */
  #taken: Answered | null = null;
  /** The last offer of the partner that was applied. */
  #heard: string | null = null;
  #restartQueued = false;

  constructor(connection: RTCPeerConnection, role: Role, events: NegotiationEvents) {
    this.#connection = connection;
    this.#polite = role === "responder";
    this.#events = events;
    this.#inbox = new CandidateInbox((candidate) => connection.addIceCandidate(candidate));
    this.ahead = new AnswerAhead(connection, this.#queue);
    connection.onnegotiationneeded = () => this.#queue.add(() => this.#negotiate());
  }

  /** Whether the partner sent any offer. Before that a responder has nothing to offer. */
  get hasBegun(): boolean {
    return !this.#polite || this.#heard !== null;
  }

  /** The last offer of the partner that was applied. */
  get heard(): string | null {
    return this.#heard;
  }

  /** Whether this is the partner's first offer and needs a new connection. */
  isUnfitFor(offer: string): boolean {
    return this.#heard === null && this.ahead.isUnfitFor(offer);
  }

  /** Whether the own offer in force has a pre-generated answer. */
  get isAnsweredAhead(): boolean {
    return this.#taken?.ahead === true;
  }

  /** Whether a pre-generated answer of either end is in force. */
  get standsOnAnswerAhead(): boolean {
    return this.isAnsweredAhead || this.#answered?.ahead === true;
  }

  /** The own answer to the partner's latest offer, without its candidates. */
  get answer(): string | null {
    return this.#answered && toWireSdp(this.#answered.answer);
  }

  /** Whether this is the answer to the own offer in force. */
  hasTaken(answer: string | undefined): boolean {
    if (!answer || !this.#taken || this.isWaiting) return false;
    return isSameDescription(answer, this.#taken.answer);
  }

  /** Whether an own offer is unanswered. */
  get isWaiting(): boolean {
    return this.#connection.signalingState === "have-local-offer";
  }

  /** The unanswered own offer, with its candidates. Null if it does not fit the wire. */
  wholeOffer(): string | null {
    return toWholeWireSdp(this.#ownOffer());
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

  description(description: SessionDescription): void {
    const { type, sdp } = description;
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
    this.#offered = this.#ownOffer();
    this.#say("offer", this.#offered);
  }

  #ownOffer(): string {
    return withCommonCodecs(this.#connection.localDescription?.sdp ?? "");
  }

  async #withdraw(): Promise<void> {
    this.#events.withdrawn();
    const state = this.#connection.signalingState;
    const rollback: RTCSessionDescriptionInit = { type: "rollback" };
    if (state === "have-local-offer") await this.#connection.setLocalDescription(rollback);
    if (state === "have-remote-offer") await this.#connection.setRemoteDescription(rollback);
  }

  async #takeOffer(offer: string): Promise<void> {
    const connection = this.#connection;
    const collides = connection.signalingState === "have-local-offer";
    if (collides && !this.#polite) return;
    // A late offer, older than the one in force: the partner no longer has its credentials.
    if (ufragsOf(offer).some((ufrag) => this.#inbox.isPast(ufrag))) return;
    if (!collides && this.#answered && isSameDescription(this.#answered.offer, offer)) {
      // A repeated offer: the answer was lost. To resend it changes nothing.
      this.#say("answer", this.#answered.answer, toWholeWireSdp);
      return;
    }
    if (collides) this.#events.withdrawn();
    const early = await this.ahead.standBy(offer, (answer) => {
      this.#answered = { offer, answer, ahead: true };
      this.#say("answer", answer, toWholeWireSdp);
      this.#begin(offer);
    });
    if (early === "refused") this.#answered = null;
    if (early !== "stands") await this.#answer(offer);
    if (this.#queue.isClosed) return;
    const restarts = await this.#inbox.described(offer);
    if (restarts && !this.#queue.isClosed) this.#events.restarted();
  }

  async #answer(offer: string): Promise<void> {
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    this.#begin(offer);
    const description = await connection.createAnswer();
    if (this.#queue.isClosed) return;
    const answer = nameOffer(description.sdp ?? "", offer);
    this.#answered = { offer, answer };
    // Sent before it is in force here: to set it takes as long as to deliver it.
    this.#say("answer", answer);
    await connection.setLocalDescription(description);
  }

  #begin(offer: string): void {
    const before = this.#heard;
    this.#heard = offer;
    if (before === null && !this.#queue.isClosed) this.#events.begun();
  }

  async #takeAnswer(answer: string): Promise<void> {
    const description = { type: "answer", sdp: answer } as const;
    if (this.#connection.signalingState !== "have-local-offer") {
      if (this.#isAnother(answer)) this.#events.misled();
      return;
    }
    if (!mayAnswer(answer, this.#offered)) return;
    await this.#connection.setRemoteDescription(description);
    this.#taken = { offer: this.#offered, answer, ahead: isAnswerAhead(description) };
    this.#answered = null;
    await this.#inbox.described(answer);
    if (!this.#queue.isClosed) this.#events.settled();
  }

  /**
   * A second, different answer to the same offer, or one to an earlier offer after a pre-generated
   * answer.
   */
  #isAnother(answer: string): boolean {
    const taken = this.#taken;
    if (!taken) return false;
    if (!mayAnswer(answer, taken.offer)) return taken.ahead === true;
    return !isSameDescription(answer, taken.answer);
  }

  #say(type: "offer" | "answer", sdp: string, toWire = toWireSdp): void {
    const fitting = toWire(sdp);
    if (fitting === null) this.#events.broken();
    else this.#events.description({ type, sdp: fitting });
  }
}
