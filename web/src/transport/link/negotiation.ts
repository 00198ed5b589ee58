import type { IceCandidate, Role, SessionDescription } from "@/protocol/messages";
import { answerMadeUpOffer, putInPlace, rehearse } from "./answer-ahead";
import { CandidateInbox } from "./candidate-inbox";
import { withCommonCodecs } from "./common-codecs";
import {
  isAnswerAhead,
  isSameDescription,
  mayAnswer,
  nameOffer,
  nameShape,
  shapeOf,
  toWholeWireSdp,
  toWireSdp,
  ufragsOf,
} from "./sdp";

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

/** More than this in the queue is a partner that does nothing but signal. */
const QUEUE_MAX = 64;

/**
 * Perfect negotiation: either end may offer at any time. Where both do, the initiator's offer stands and the responder
 * gives its own up. One step runs at a time, so that no two of them ever see the connection half way.
 */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #events: NegotiationEvents;
  readonly #inbox: CandidateInbox;
  readonly #queue: (() => Promise<void>)[] = [];
  /** The own offer that waits for its answer, and the partner's offer that was answered last. */
  #offered = "";
  #answered: Answered | null = null;
  /** The answer that is given before there is an offer, and the offer that was made up for it. */
  #ahead: Answered | null = null;
  #isMadeUp = false;
  /** The own offer that was answered last. */
  #taken: Answered | null = null;
  /** The partner's offer that was taken up last. */
  #heard: string | null = null;
  #restartQueued = false;
  #closed = false;

  constructor(connection: RTCPeerConnection, role: Role, events: NegotiationEvents) {
    this.#connection = connection;
    this.#polite = role === "responder";
    this.#events = events;
    this.#inbox = new CandidateInbox((candidate) => connection.addIceCandidate(candidate));
    connection.onnegotiationneeded = () => this.#enqueue(() => this.#negotiate());
  }

  /** Whether the partner has been heard at all. Before that a responder has nothing to offer. */
  get hasBegun(): boolean {
    return !this.#polite || this.#heard !== null;
  }

  /** The partner's offer that was taken up last. */
  get heard(): string | null {
    return this.#heard;
  }

  /** Whether the partner's first offer needs another connection: this one has answered one of another shape. */
  isUnfitFor(offer: string): boolean {
    return this.#isMadeUp && this.#heard === null && !this.#isLikeAhead(offer);
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

  /** Answers an offer that nobody made, and gathers for it. Returns that offer; null if it can not be done. */
  answerMadeUpOffer(): Promise<string | null> {
    this.#isMadeUp = true;
    return this.#ask(() => answerMadeUpOffer(this.#connection));
  }

  /** That answer with the candidates gathered for it, for whoever offers the like. Null if this browser can not stand by it. */
  wholeAnswer(madeUp: string): Promise<string | null> {
    return this.#ask(async () => {
      const answer = this.#connection.localDescription?.sdp ?? "";
      if (!(await rehearse(this.#connection, answer, madeUp))) return null;
      this.#ahead = { offer: madeUp, answer };
      return toWholeWireSdp(nameShape(answer, madeUp));
    });
  }

  /** New ICE credentials and candidates for both ends, in the place of whatever is under way. */
  restart(): void {
    if (this.#restartQueued) return;
    this.#restartQueued = true;
    const queued = this.#enqueue(async () => {
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
    if (type === "offer") this.#enqueue(() => this.#takeOffer(sdp));
    if (type === "answer") this.#enqueue(() => this.#takeAnswer(sdp));
  }

  candidates(candidates: readonly IceCandidate[]): void {
    this.#enqueue(() => this.#inbox.take(candidates));
  }

  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
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
      if (!this.#closed) this.#events.broken();
      return;
    }
    if (this.#closed) return;
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
    const kept = await this.#standByAhead(offer);
    if (!kept) await this.#answer(offer);
    if (this.#closed) return;
    const restarts = await this.#inbox.described(offer);
    if (restarts && !this.#closed) this.#events.restarted();
  }

  async #answer(offer: string): Promise<void> {
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    this.#begin(offer);
    const description = await connection.createAnswer();
    if (this.#closed) return;
    const answer = nameOffer(description.sdp ?? "", offer);
    this.#answered = { offer, answer };
    // Said before it is in force here, which takes as long as it takes to get there.
    this.#say("answer", answer);
    await connection.setLocalDescription(description);
  }

  /** False if there is no answer for an offer like this, or the browser will not stand by it after all. */
  async #standByAhead(offer: string): Promise<boolean> {
    const ahead = this.#isLikeAhead(offer) ? this.#ahead : null;
    this.#ahead = null;
    if (!ahead) return false;
    const answer = nameOffer(ahead.answer, offer);
    this.#answered = { offer, answer, ahead: true };
    // The partner may have it already, and may not.
    this.#say("answer", answer, toWholeWireSdp);
    this.#begin(offer);
    try {
      await putInPlace(this.#connection, ahead.answer, offer);
      return true;
    } catch {
      this.#answered = null;
      return false;
    }
  }

  #isLikeAhead(offer: string): boolean {
    return this.#ahead !== null && shapeOf(this.#ahead.offer) === shapeOf(offer);
  }

  #begin(offer: string): void {
    const before = this.#heard;
    this.#heard = offer;
    if (before === null && !this.#closed) this.#events.begun();
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
    if (!this.#closed) this.#events.settled();
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

  /** A step's own word; null where it fails. */
  #ask(step: () => Promise<string | null>): Promise<string | null> {
    return new Promise((resolve) => {
      const queued = this.#enqueue(() => step().then(resolve, () => resolve(null)));
      if (!queued) resolve(null);
    });
  }

  /** False when the queue is full and the step is dropped. */
  #enqueue(step: () => Promise<void>): boolean {
    if (this.#closed || this.#queue.length >= QUEUE_MAX) return false;
    this.#queue.push(step);
    if (this.#queue.length === 1) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    for (let step = this.#queue[0]; step; step = this.#queue[0]) {
      try {
        await step();
      } catch {
        // The browser refused what the partner said. A bad description changes nothing; recovery offers again.
      }
      this.#queue.shift();
    }
  }
}
