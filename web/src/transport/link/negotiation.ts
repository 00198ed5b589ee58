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
  /** For the partner. */
  description(description: SessionDescription): void;
  /** The partner is heard for the first time. */
  begun(): void;
  /** An offer is replaced by another: what was gathered for it needs not be sent any more. */
  withdrawn(): void;
  /** The partner restarts ICE. */
  restarted(): void;
  /** The answer to an own offer is in force. */
  settled(): void;
  /** The partner does not stand by the answer that was taken. */
  misled(): void;
  /** No description of this browser fits the wire, or the browser refuses to make one. */
  broken(): void;
}

interface Answered {
  readonly offer: string;
  readonly answer: string;
  /** Before there was that offer. */
  readonly ahead?: boolean;
}

/**
 * Perfect negotiation: either end may offer at any time. Where both do, the initiator's offer stands and the responder
 * gives its own up.
 */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #events: NegotiationEvents;
  readonly #inbox: CandidateInbox;
  readonly #queue = new StepQueue();
  /** This end's answer to an offer that is still to come. */
  readonly ahead: AnswerAhead;
  /** The own offer that waits for its answer, and the partner's offer that was answered last. */
  #offered = "";
  #answered: Answered | null = null;
  /** The own offer that was answered last. */
  #taken: Answered | null = null;
  /** The partner's offer that was taken up last. */
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

  /** Whether the partner has been heard at all. Before that a responder has nothing to offer. */
  get hasBegun(): boolean {
    return !this.#polite || this.#heard !== null;
  }

  /** The partner's offer that was taken up last. */
  get heard(): string | null {
    return this.#heard;
  }

  /** Whether this is the partner's first offer and needs another connection. */
  isUnfitFor(offer: string): boolean {
    return this.#heard === null && this.ahead.isUnfitFor(offer);
  }

  /** Whether the answer to the own offer that is in force was given before there was that offer. */
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

  /** Whether the own offer in force was answered with this. */
  hasTaken(answer: string | undefined): boolean {
    if (!answer || !this.#taken || this.isWaiting) return false;
    return isSameDescription(answer, this.#taken.answer);
  }

  /** Whether an own offer has no answer yet. */
  get isWaiting(): boolean {
    return this.#connection.signalingState === "have-local-offer";
  }

  /** The own offer that has no answer, with the candidates gathered for it. Null when it does not fit the wire. */
  wholeOffer(): string | null {
    return toWholeWireSdp(this.#ownOffer());
  }

  /** New ICE credentials and candidates for both ends, in the place of whatever is under way. */
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
    // With an offer under way the browser asks again once that is settled.
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
    // Late, from before an offer that is in force by now: its credentials are gone at the other end.
    if (ufragsOf(offer).some((ufrag) => this.#inbox.isPast(ufrag))) return;
    if (!collides && this.#answered && isSameDescription(this.#answered.offer, offer)) {
      // Once more, so the answer was lost. Nothing changes by saying it again.
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
    // Said before it is in force here, which takes as long as it takes to get there.
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

  /** Another answer to the same offer than the one that was taken, or to an earlier offer though one was answered ahead. */
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
