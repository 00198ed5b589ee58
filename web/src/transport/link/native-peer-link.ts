import type { IceServer, Role, SessionDescription } from "@nexuschat/client/protocol";
import { LinkConnection, type Parts } from "./link-connection";
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
import { takesNoRelay } from "./rtc-dictionaries";
import { areOfTwoConnections, isPregeneratedAnswer } from "./sdp";

/**
 * A pre-generated offer holds the candidates gathered within this time; later ones are trickled.
 */
export const GATHER_MS = 500;

/**
 * Beyond this number of failed replacements in a row the link is given up: the two browsers are
 * incompatible.
 */
export const START_OVERS_MAX = 3;

/**
 * A PeerLink over the browser's own RTCPeerConnection. The connection finds a new path when the old
 * one breaks; the link replaces a connection that one of the two ends cannot use.
 */
export class NativePeerLink implements PeerLink {
  /** Whether this browser keeps pre-generated answers, as far as is known. */
  static #standsByAnswers = true;

  readonly #events: PeerLinkEvents;
  #connection: LinkConnection | null = null;
  #state: LinkState = "closed";
  #closed = false;
  /** Signals that wait for `start`. */
  #held: LinkSignal[] | null = null;
  #parts: Parts | null = null;
  /** Every matched partner has the pre-generated offer. */
  #isOfferKnown = false;
  /** Applies to every connection of the link. */
  #limit: VideoLimit | null = null;
  #startOvers = 0;
  /**
   * The partner is going to offer a new connection: this answer was withdrawn, or its page was
   * reloaded.
   */
  #expectsAnother = false;

  constructor(events: PeerLinkEvents) {
    this.#events = events;
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
    const connection = this.#open(this.#parts);
    if (!connection) return null;
    const mayAnswer = NativePeerLink.#standsByAnswers && takesNoRelay(iceServers, options);
    if (role === "responder" && !mayAnswer) return null;
    return role === "initiator" ? this.#wholeOffer(connection) : this.#wholeAnswer(connection);
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
    if (options.sendOffer) this.#isOfferKnown = false;
    this.renewServers(iceServers);
    this.#set("connecting");
    const connection = this.#connection ?? this.#open(this.#parts);
    if (connection) connection.attend();
    else this.#set("failed");
    for (const signal of held) this.#send(signal);
    if (options.again) this.#send({ kind: "description", description: { type: "rollback" } });
    if (options.sendOffer) this.#connection?.sendOffer();
  }

  async reach(): Promise<Reach> {
    return (await this.#connection?.gathering.reach()) ?? { ok: false };
  }

  signal(signal: LinkSignal): void {
    if (this.#state === "failed") return;
    if (signal.kind === "candidates") {
      this.#connection?.negotiation.candidates(signal.candidates);
      return;
    }
    const { description } = signal;
    if (description.type === "rollback") {
      this.#withdrawnByPartner(description.sdp);
      return;
    }
    // The partner may have answered an earlier offer.
    if (!this.#isOfferKnown && isPregeneratedAnswer(description)) return;
    const isUnfit =
      description.type === "offer" &&
      this.#connection?.negotiation.isUnfitFor(description.sdp ?? "");
    if (isUnfit || this.#isOfAnother(description)) this.#startOver();
    this.#connection?.negotiation.description(description);
  }

  recover(): void {
    // A working link needs no restart, unless its offer may be lost.
    const mayBeLost = this.#connection?.negotiation.isWaiting;
    if (this.#state !== "connected" || mayBeLost) this.#connection?.changed();
  }

  renewServers(iceServers: readonly IceServer[]): void {
    this.#connection?.renewServers(iceServers);
  }

  async replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void> {
    await this.#connection?.replaceTrack(kind, track);
  }

  async limitVideo(limit: VideoLimit | null): Promise<void> {
    this.#limit = limit;
    await this.#connection?.limitVideo(limit);
  }

  fingerprints(): LinkFingerprints | null {
    return this.#connection?.fingerprints() ?? null;
  }

  async stats(): Promise<readonly RTCStats[]> {
    const stats = await this.#connection?.stats();
    return this.#closed || !stats ? [] : stats;
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  async #wholeOffer(connection: LinkConnection): Promise<string | null> {
    const { gathering, negotiation } = connection;
    await gathering.settled(GATHER_MS);
    if (this.#connection !== connection) return null; // The link was closed or has failed.
    const isOfUse = negotiation.isWaiting && !gathering.isInVain;
    const offer = isOfUse ? negotiation.wholeOffer() : null;
    this.#isOfferKnown = offer !== null;
    if (offer !== null) this.#forgetHeld();
    return offer;
  }

  async #wholeAnswer(connection: LinkConnection): Promise<string | null> {
    const { pregenerated } = connection.negotiation;
    const madeUp = await pregenerated.prepare();
    if (madeUp !== null) await connection.gathering.settled(GATHER_MS);
    // A different offer has arrived and replaced the connection, which must not answer a made-up
    // offer.
    if (this.#connection !== connection) return null;
    const told = madeUp === null ? null : pregenerated.whole(madeUp);
    // Candidates from here on are not in the description. They are sent once there is a partner.
    this.#forgetHeld();
    const answer = await told;
    if (answer === null && this.#held && !this.#closed) {
      // This browser cannot do it. A connection without any answer is still of use.
      NativePeerLink.#standsByAnswers = false;
      this.#openAnew();
    }
    return answer;
  }

  /** Drops held signals: the description contains them. */
  #forgetHeld(): void {
    if (!this.#held) return;
    this.#connection?.forgetCandidates();
    this.#held = [];
  }

  #open(parts: Parts): LinkConnection | null {
    this.#connection = LinkConnection.open(parts, {
      signal: (signal) => this.#send(signal),
      stream: (stream) => this.#events.stream(stream),
      connected: () => {
        this.#set("connected");
        this.#startOvers = 0;
      },
      interrupted: () => this.#interrupted(),
      // A link that was connected before waits for the network.
      unreachable: () => this.#whileConnecting(() => this.#fail()),
      stuck: () => this.#handshakeStuck(),
      misled: () => this.#whileConnecting(() => this.#startOver()),
      failed: () => this.#fail(),
    });
    if (this.#limit) void this.#connection?.limitVideo(this.#limit);
    return this.#connection;
  }

  #openAnew(): LinkConnection | null {
    if (!this.#parts) return null;
    this.#drop();
    this.#isOfferKnown = false;
    return this.#open(this.#parts);
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  #send(signal: LinkSignal): void {
    if (this.#held) this.#held.push(signal);
    else this.#events.signal(signal);
  }

  /**
   * Whether the partner offers a new connection: it rejects the pre-generated description, or its
   * page was reloaded.
   */
  #isOfAnother({ type, sdp }: SessionDescription): boolean {
    const answered = this.#connection?.negotiation.exchange.receivedOffer;
    if (type !== "offer" || !sdp || !answered || this.#parts?.[0] !== "responder") return false;
    const expected = this.#state === "connecting" || this.#expectsAnother;
    return expected && areOfTwoConnections(answered, sdp);
  }

  #startOver(): void {
    this.#startOvers += 1;
    this.#expectsAnother = false;
    this.#interrupted();
    const connection = this.#startOvers <= START_OVERS_MAX ? this.#openAnew() : null;
    if (connection) connection.attend();
    else this.#fail();
  }

  /**
   * A path without encryption carries nothing. A handshake that began before the right keys were
   * known stays broken (ADR 9), so pre-generated descriptions are suspect. A new connection is
   * negotiated in the room.
   */
  #handshakeStuck(): void {
    this.#doubtPregeneratedAnswers();
    if (this.#parts?.[0] === "initiator") {
      this.#startOver();
      return;
    }
    const sdp = this.#connection?.answer;
    if (!sdp) return;
    this.#expectsAnother = true;
    this.#send({ kind: "description", description: { type: "rollback", sdp } });
  }

  /** Suspects only pre-generated answers: other handshakes may just be slow on a busy machine. */
  #doubtPregeneratedAnswers(): void {
    const isSuspect = this.#connection?.negotiation.exchange.standsOnPregenerated;
    if (isSuspect) NativePeerLink.#standsByAnswers = false;
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
      const negotiation = this.#connection?.negotiation;
      if (!negotiation || negotiation.isWaiting || !negotiation.exchange.hasTaken(answer)) return;
      this.#doubtPregeneratedAnswers();
    }
    this.#startOver();
  }

  #whileConnecting(act: () => void): void {
    if (this.#state === "connecting") act();
  }

  /** Marks a connected link as interrupted. A link that never connected is still connecting. */
  #interrupted(): void {
    if (this.#state === "connected") this.#set("interrupted");
  }

  #fail(): void {
    if (this.#held) {
      this.#drop(); // No partner has its description.
      return;
    }
    this.#connection?.end();
    this.#set("failed");
  }

  #set(state: LinkState): void {
    if (this.#closed || this.#state === state || this.#state === "failed") return;
    this.#state = state;
    this.#events.state(
      state,
      state === "failed" ? this.#connection?.gathering.relayError : undefined,
    );
  }
}

export const makeNativePeerLink: MakePeerLink = (events) => new NativePeerLink(events);
