import type { IceServer, Role, SessionDescription } from "@/protocol/messages";
import { CandidateOutbox } from "./candidate-outbox";
import { Gathering } from "./gathering";
import { watchHandshake } from "./handshake-watch";
import { Negotiation } from "./negotiation";
import { watchNetwork } from "./network-watch";
import { openConnection } from "./open-connection";
import type {
  LinkFingerprints,
  LinkOptions,
  LinkSignal,
  LinkState,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
  Reach,
  TrackKind,
  VideoLimit,
} from "./peer-link";
import { Recovery } from "./recovery";
import { retire } from "./retire";
import { renewServers, takesNoRelay } from "./rtc-dictionaries";
import { areOfTwoConnections, isAnswerAhead } from "./sdp";
import { fingerprintsOf, limitVideo, replaceTrack } from "./sending";
import { watchSilence } from "./silence-watch";

/**
 * A pre-generated offer holds the candidates gathered within this time; later ones are trickled.
 */
export const GATHER_MS = 500;

/** An unanswered offer is resent after this time; the interval doubles each time. */
export const SAY_AGAIN_MS = 2_000;

/**
 * Beyond this number of failed replacements in a row the link is given up: the two browsers are
 * incompatible.
 */
export const START_OVERS_MAX = 3;

type Parts = readonly [
  role: Role,
  iceServers: readonly IceServer[],
  stream: MediaStream | null,
  options: LinkOptions,
];

/**
 * A PeerLink over the browser's own RTCPeerConnection. It finds a new path when the old one breaks.
 */
export class NativePeerLink implements PeerLink {
  /** Whether this browser keeps pre-generated answers, as far as is known. */
  static #standsByAnswers = true;

  readonly #events: PeerLinkEvents;
  readonly #outbox: CandidateOutbox;
  #connection: RTCPeerConnection | null = null;
  #negotiation: Negotiation | null = null;
  #gathering: Gathering | null = null;
  #recovery: Recovery | null = null;
  #stream: MediaStream | null = null;
  #remote: MediaStream | null = null;
  #watches: (() => void)[] = [];
  #state: LinkState = "closed";
  #closed = false;
  /** Signals that wait for `start`. */
  #held: LinkSignal[] | null = null;
  #parts: Parts | null = null;
  /** Every matched partner has the pre-generated offer. */
  #isOfferKnown = false;
  /** The servers that the connection has, as JSON: setting them again blocks the page. */
  #servers = "";
  /** Applies to every connection of the link. */
  #limit: VideoLimit | null = null;
  #sayAgain: ReturnType<typeof setTimeout> | undefined;
  #unwatchSilence: (() => void) | undefined;
  #startOvers = 0;
  /**
   * The partner is going to offer a new connection: this answer was withdrawn, or its page was
   * reloaded.
   */
  #expectsAnother = false;

  constructor(events: PeerLinkEvents) {
    this.#events = events;
    this.#outbox = new CandidateOutbox((candidates) =>
      this.#say({ kind: "candidates", candidates }),
    );
  }

  async prepare(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options: LinkOptions = {},
  ): Promise<string | null> {
    if (this.#connection || this.#closed) return null;
    this.#held = [];
    this.#parts = [role, iceServers, stream, options];
    if (!this.#open(...this.#parts)) return null;
    const mayAnswer = NativePeerLink.#standsByAnswers && takesNoRelay(iceServers, options);
    if (role === "responder" && !mayAnswer) return null;
    return role === "initiator" ? this.#wholeOffer() : this.#wholeAnswer();
  }

  start(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options: LinkOptions = {},
  ): void {
    if (this.#state !== "closed" || this.#closed) return;
    this.#parts = [role, iceServers, stream, options];
    const held = this.#held ?? [];
    this.#held = null;
    if (options.sayOffer) this.#isOfferKnown = false;
    this.renewServers(iceServers);
    this.#set("connecting");
    if (this.#connection ?? this.#open(...this.#parts)) this.#attend();
    else this.#set("failed");
    for (const signal of held) this.#say(signal);
    if (options.again) this.#say({ kind: "description", description: { type: "rollback" } });
    if (options.sayOffer) this.#sayOffer();
  }

  async reach(): Promise<Reach> {
    return (await this.#gathering?.reach()) ?? { ok: false };
  }

  async #wholeOffer(): Promise<string | null> {
    await this.#gathering?.settled(GATHER_MS);
    const isOfUse = this.#negotiation?.isWaiting && !this.#gathering?.isInVain;
    const offer = isOfUse ? (this.#negotiation?.wholeOffer() ?? null) : null;
    this.#isOfferKnown = offer !== null;
    if (offer !== null) this.#forgetHeld();
    return offer;
  }

  /** Drops held signals: the description contains them. */
  #forgetHeld(): void {
    if (!this.#held) return;
    this.#outbox.clear();
    this.#held = [];
  }

  async #wholeAnswer(): Promise<string | null> {
    const negotiation = this.#negotiation;
    const madeUp = (await negotiation?.ahead.prepare()) ?? null;
    if (madeUp !== null) await this.#gathering?.settled(GATHER_MS);
    // A different offer has arrived and replaced the connection, which must not answer a made-up
    // offer.
    if (this.#negotiation !== negotiation) return null;
    const told = madeUp === null ? null : negotiation?.ahead.whole(madeUp);
    // Candidates from here on are not in the description. They are sent once there is a partner.
    this.#forgetHeld();
    const answer = (await told) ?? null;
    if (answer === null && this.#held && !this.#closed) {
      // This browser cannot do it. A connection without any answer is still of use.
      NativePeerLink.#standsByAnswers = false;
      this.#openAnew();
    }
    return answer;
  }

  /** Starts the watches and timers of the connection. */
  #attend(): void {
    if (!this.#connection) return;
    this.#watches = [
      watchNetwork(() => this.#changed()),
      watchHandshake(this.#connection, () => this.#handshakeStuck()),
    ];
    this.#recovery?.waiting();
    if (this.#parts?.[0] === "initiator") this.#sayAgainIn(SAY_AGAIN_MS);
    if (this.#gathering?.isInVain) this.#lacksCandidates();
  }

  #open(...[role, iceServers, stream, options]: Parts): RTCPeerConnection | null {
    const connection = openConnection(role, iceServers, stream, options);
    if (!connection) return null;
    this.#connection = connection;
    this.#stream = stream;
    this.#servers = JSON.stringify(iceServers);
    this.#negotiation = new Negotiation(connection, role, {
      description: (description) => this.#say({ kind: "description", description }),
      begun: () => this.#showRemote(),
      withdrawn: () => this.#outbox.clear(),
      restarted: () => {
        this.#recovery?.partnerRestarted();
        this.#settled();
      },
      settled: () => this.#settled(),
      misled: () => {
        if (this.#state === "connecting") this.#startOver();
      },
      broken: () => this.#fail(),
    });
    this.#recovery = new Recovery(
      { restart: () => this.#negotiation?.restart(), giveUp: () => this.#fail() },
      { courteous: role === "responder" },
    );
    this.#gathering = new Gathering(connection, this.#outbox, () => this.#lacksCandidates());
    connection.onconnectionstatechange = () => this.#connectionChanged(connection);
    connection.ontrack = ({ track }) => this.#arrived(track);
    if (this.#limit) void limitVideo(connection, this.#limit);
    return connection;
  }

  signal(signal: LinkSignal): void {
    if (signal.kind === "candidates") {
      this.#negotiation?.candidates(signal.candidates);
      return;
    }
    const { description } = signal;
    if (description.type === "rollback") {
      this.#withdrawnByPartner(description.sdp);
      return;
    }
    // The partner may have answered an earlier offer.
    if (!this.#isOfferKnown && isAnswerAhead(description)) return;
    const isUnfit =
      description.type === "offer" && this.#negotiation?.isUnfitFor(description.sdp ?? "");
    if (isUnfit || this.#isOfAnother(description)) this.#startOver();
    this.#negotiation?.description(description);
  }

  recover(): void {
    // A working link needs no restart, unless its offer may be lost.
    if (this.#state !== "connected" || this.#negotiation?.isWaiting) this.#changed();
  }

  renewServers(iceServers: readonly IceServer[]): void {
    const known = JSON.stringify(iceServers);
    if (!this.#connection || known === this.#servers) return;
    this.#servers = known;
    renewServers(this.#connection, iceServers);
  }

  async replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void> {
    if (this.#connection) await replaceTrack(this.#connection, kind, track, this.#stream);
  }

  async limitVideo(limit: VideoLimit | null): Promise<void> {
    this.#limit = limit;
    if (this.#connection) await limitVideo(this.#connection, limit);
  }

  fingerprints(): LinkFingerprints | null {
    if (!this.#connection || !this.#negotiation?.hasBegun) return null;
    return fingerprintsOf(this.#connection);
  }

  async stats(): Promise<readonly RTCStats[]> {
    const report = await this.#connection?.getStats();
    return this.#closed || !report ? [] : [...report.values()];
  }

  close(): void {
    this.#closed = true;
    this.#end();
    // Tracks stay as they are: the camera belongs to the visit, and the next partner sees it too.
    if (this.#connection) retire(this.#connection);
    this.#connection = null;
    this.#remote = null;
  }

  #say(signal: LinkSignal): void {
    if (this.#held) this.#held.push(signal);
    else this.#events.signal(signal);
  }

  /** Resends the offer, as it may be lost: not every partner gets a pre-generated one. */
  #sayAgainIn(ms: number): void {
    this.#sayAgain = setTimeout(() => {
      const unmet = this.#state === "connecting" && this.#negotiation?.isAnsweredAhead;
      if (!unmet && !this.#negotiation?.isWaiting) return;
      this.#sayOffer();
      this.#sayAgainIn(2 * ms);
    }, ms);
  }

  #sayOffer(): void {
    const sdp = this.#negotiation?.wholeOffer();
    if (sdp) this.#say({ kind: "description", description: { type: "offer", sdp } });
  }

  /**
   * Whether the partner offers a new connection: it rejects the pre-generated description, or its
   * page was reloaded.
   */
  #isOfAnother({ type, sdp }: SessionDescription): boolean {
    const answered = this.#negotiation?.heard;
    if (type !== "offer" || !sdp || !answered || this.#parts?.[0] !== "responder") return false;
    const expected = this.#state === "connecting" || this.#expectsAnother;
    return expected && areOfTwoConnections(answered, sdp);
  }

  #startOver(): void {
    this.#startOvers += 1;
    this.#expectsAnother = false;
    this.#interrupted();
    if (this.#startOvers <= START_OVERS_MAX && this.#openAnew()) this.#attend();
    else this.#fail();
  }

  /**
   * A path without encryption carries nothing. A handshake that began before the right keys were
   * known stays broken (ADR 9), so pre-generated descriptions are suspect. A new connection is
   * negotiated in the room.
   */
  #handshakeStuck(): void {
    this.#doubtAnswersAhead();
    if (this.#parts?.[0] === "initiator") {
      this.#startOver();
      return;
    }
    const sdp = this.#negotiation?.answer;
    if (!sdp) return;
    this.#expectsAnother = true;
    this.#say({ kind: "description", description: { type: "rollback", sdp } });
  }

  /** Suspects only pre-generated answers: other handshakes may just be slow on a busy machine. */
  #doubtAnswersAhead(): void {
    if (this.#negotiation?.standsOnAnswerAhead) NativePeerLink.#standsByAnswers = false;
  }

  /**
   * The partner cannot use the connection of this answer. Without an answer: its page was reloaded.
   */
  #withdrawnByPartner(answer: string | undefined): void {
    if (this.#parts?.[0] !== "initiator") {
      this.#expectsAnother ||= answer === undefined;
      return;
    }
    if (answer !== undefined) {
      if (!this.#negotiation?.hasTaken(answer)) return;
      this.#doubtAnswersAhead();
    }
    this.#startOver();
  }

  /**
   * No partner can be reached from here. A link that was connected before waits for the network.
   */
  #lacksCandidates(): void {
    if (this.#state === "connecting") this.#fail();
  }

  #openAnew(): RTCPeerConnection | null {
    if (!this.#parts) return null;
    this.#end();
    if (this.#connection) retire(this.#connection);
    this.#remote = null;
    this.#isOfferKnown = false;
    return this.#open(...this.#parts);
  }

  #connectionChanged(connection: RTCPeerConnection): void {
    switch (connection.connectionState) {
      case "connected":
        this.#recovery?.healthy();
        this.#unwatchSilence ??= watchSilence(connection, () => this.#recovery?.silent());
        this.#set("connected");
        this.#startOvers = 0;
        return;
      case "disconnected":
        this.#recovery?.disconnected();
        this.#interrupted();
        return;
      case "failed":
        this.#recovery?.failed();
        this.#interrupted();
        return;
    }
  }

  /**
   * Both sides of a restart are in force. If the old path still works, the restart ends here: no
   * change of state follows.
   */
  #settled(): void {
    if (this.#connection?.connectionState === "connected") this.#recovery?.healthy();
  }

  #changed(): void {
    if (this.#negotiation?.hasBegun) this.#recovery?.changed();
  }

  /** Marks a connected link as interrupted. A link that never connected is still connecting. */
  #interrupted(): void {
    if (this.#state === "connected") this.#set("interrupted");
  }

  #arrived(track: MediaStreamTrack): void {
    if (this.#closed) return;
    if (this.#remote) {
      this.#remote.addTrack(track);
      return;
    }
    this.#remote = new MediaStream([track]);
    this.#showRemote();
  }

  /** Streams of the made-up offer are not shown before the partner's own offer. */
  #showRemote(): void {
    if (this.#remote && this.#negotiation?.hasBegun) this.#events.stream(this.#remote);
  }

  #fail(): void {
    this.#end();
    if (!this.#held) this.#set("failed");
    else this.#connection = null; // No partner has its description.
  }

  /** Ends all timers and watches of this side; later browser events are ignored. */
  #end(): void {
    for (const unwatch of this.#watches) unwatch();
    this.#watches = [];
    this.#unwatchSilence?.();
    this.#unwatchSilence = undefined;
    clearTimeout(this.#sayAgain);
    this.#recovery?.stop();
    this.#recovery = null;
    this.#negotiation?.close();
    this.#negotiation = null;
    this.#outbox.clear();
    const connection = this.#connection;
    if (!connection) return;
    this.#gathering?.close();
    connection.onconnectionstatechange = null;
    connection.ontrack = null;
  }

  #set(state: LinkState): void {
    if (this.#closed || this.#state === state || this.#state === "failed") return;
    this.#state = state;
    this.#events.state(state, state === "failed" ? this.#gathering?.relayError : undefined);
  }
}

export const makeNativePeerLink: MakePeerLink = (events) => new NativePeerLink(events);
