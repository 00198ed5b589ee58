import type { IceServer, Role } from "@nexuschat/client/protocol";
import { CandidateOutbox } from "./candidate-outbox";
import { Gathering } from "./gathering";
import { watchHandshake } from "./handshake-watch";
import { Negotiation } from "./negotiation";
import { watchNetwork } from "./network-watch";
import { openConnection } from "./open-connection";
import type { LinkFingerprints, LinkOptions, LinkSignal, TrackKind, VideoLimit } from "./peer-link";
import { Recovery } from "./recovery";
import { retire } from "./retire";
import { renewServers } from "./rtc-dictionaries";
import { toWireSdp } from "./sdp";
import { fingerprintsOf, limitVideo, replaceTrack } from "./sending";
import { watchSilence } from "./silence-watch";

/** An unanswered offer is resent after this time; the interval doubles each time. */
export const RESEND_OFFER_MS = 2_000;

export interface LinkConnectionEvents {
  signal(signal: LinkSignal): void;
  stream(stream: MediaStream): void;
  /** Media flows. */
  connected(): void;
  /** The path broke; it may recover. */
  interrupted(): void;
  /** No partner can be reached from here. */
  unreachable(): void;
  /** There is a path, but no encryption over it. */
  stuck(): void;
  /** The partner does not keep the answer that was applied. */
  misled(): void;
  /** It will not recover. */
  failed(): void;
}

/** What a connection is made of. */
export type Parts = readonly [
  role: Role,
  iceServers: readonly IceServer[],
  stream: MediaStream | null,
  options: LinkOptions,
];

/**
 * One RTCPeerConnection with its negotiation, its recovery and its watches. A link that has to
 * start over replaces it as a whole.
 */
export class LinkConnection {
  readonly negotiation: Negotiation;
  readonly gathering: Gathering;
  readonly #connection: RTCPeerConnection;
  readonly #role: Role;
  readonly #stream: MediaStream | null;
  readonly #events: LinkConnectionEvents;
  readonly #outbox: CandidateOutbox;
  readonly #recovery: Recovery;
  #remote: MediaStream | null = null;
  #watches: (() => void)[] = [];
  #unwatchSilence: (() => void) | undefined;
  #resendTimer: ReturnType<typeof setTimeout> | undefined;
  #hasPartner = false;
  #wasConnected = false;
  /** The servers that the connection has, as JSON: setting them again blocks the page. */
  #servers: string;

  /** Null if the browser refuses to make one. */
  static open(parts: Parts, events: LinkConnectionEvents): LinkConnection | null {
    const connection = openConnection(...parts);
    return connection && new LinkConnection(connection, parts, events);
  }

  private constructor(
    connection: RTCPeerConnection,
    [role, iceServers, stream]: Parts,
    events: LinkConnectionEvents,
  ) {
    this.#connection = connection;
    this.#role = role;
    this.#stream = stream;
    this.#events = events;
    this.#servers = JSON.stringify(iceServers);
    this.#outbox = new CandidateOutbox((candidates) =>
      events.signal({ kind: "candidates", candidates }),
    );
    this.negotiation = new Negotiation(connection, role, {
      description: (description) => events.signal({ kind: "description", description }),
      begun: () => this.#showRemote(),
      offered: () => this.#hasPartner && this.#resendOfferIn(RESEND_OFFER_MS),
      withdrawn: () => this.#outbox.clear(),
      restarted: () => {
        this.#recovery.partnerRestarted();
        this.#settled();
      },
      settled: () => this.#settled(),
      misled: () => events.misled(),
      broken: () => events.failed(),
    });
    this.#recovery = new Recovery(
      { restart: () => this.negotiation.restart(), giveUp: () => events.failed() },
      { courteous: role === "responder" },
    );
    this.gathering = new Gathering(connection, this.#outbox, () => events.unreachable());
    connection.onconnectionstatechange = () => this.#changedState();
    connection.ontrack = ({ track }) => this.#arrived(track);
  }

  /** The own answer to the partner's latest offer, without its candidates. */
  get answer(): string | null {
    const { answer } = this.negotiation.exchange;
    return answer && toWireSdp(answer);
  }

  /** Starts the watches and timers: there is a partner. */
  attend(): void {
    this.#watches = [
      watchNetwork(() => this.changed()),
      watchHandshake(this.#connection, () => this.#events.stuck()),
    ];
    this.#recovery.waiting();
    this.#hasPartner = true;
    if (this.#role === "initiator") this.#resendOfferIn(RESEND_OFFER_MS);
    if (this.gathering.isInVain) this.#events.unreachable();
  }

  /** The network changed, or signals may be lost. */
  changed(): void {
    if (this.negotiation.hasBegun) this.#recovery.changed();
  }

  /** Drops candidates that a description contains. */
  forgetCandidates(): void {
    this.#outbox.clear();
  }

  sendOffer(): void {
    const sdp = this.negotiation.wholeOffer();
    if (sdp) this.#events.signal({ kind: "description", description: { type: "offer", sdp } });
  }

  renewServers(iceServers: readonly IceServer[]): void {
    const known = JSON.stringify(iceServers);
    if (known === this.#servers) return;
    this.#servers = known;
    renewServers(this.#connection, iceServers);
  }

  replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void> {
    return replaceTrack(this.#connection, kind, track, this.#stream);
  }

  limitVideo(limit: VideoLimit | null): Promise<void> {
    return limitVideo(this.#connection, limit);
  }

  fingerprints(): LinkFingerprints | null {
    return this.negotiation.hasBegun ? fingerprintsOf(this.#connection) : null;
  }

  async stats(): Promise<readonly RTCStats[]> {
    return [...(await this.#connection.getStats()).values()];
  }

  /** Ends all timers and watches of this side; later browser events are ignored. */
  end(): void {
    for (const unwatch of this.#watches) unwatch();
    this.#watches = [];
    this.#unwatchSilence?.();
    this.#unwatchSilence = undefined;
    clearTimeout(this.#resendTimer);
    this.#recovery.stop();
    this.negotiation.close();
    this.#outbox.clear();
    this.gathering.close();
    this.#connection.onconnectionstatechange = null;
    this.#connection.ontrack = null;
  }

  /** Ends the connection too. Tracks stay: the camera belongs to the visit. */
  close(): void {
    this.end();
    retire(this.#connection);
  }

  /**
   * Resends an unanswered offer, as it or its answer may be lost: not every partner gets a
   * pre-generated offer, and the room's sockets break. While the path is broken, recovery makes
   * offers of its own.
   */
  #resendOfferIn(ms: number): void {
    clearTimeout(this.#resendTimer);
    this.#resendTimer = setTimeout(() => {
      const unmet = !this.#wasConnected && this.negotiation.exchange.hasPregeneratedAnswer;
      if (!unmet && !this.negotiation.isWaiting) return;
      const isBroken = ["disconnected", "failed"].includes(this.#connection.connectionState);
      if (!isBroken) this.sendOffer();
      this.#resendOfferIn(2 * ms);
    }, ms);
  }

  #changedState(): void {
    switch (this.#connection.connectionState) {
      case "connected":
        this.#wasConnected = true;
        this.#recovery.healthy();
        this.#unwatchSilence ??= watchSilence(this.#connection, () => this.#recovery.silent());
        this.#events.connected();
        return;
      case "disconnected":
        this.#recovery.disconnected();
        this.#events.interrupted();
        return;
      case "failed":
        this.#recovery.failed();
        this.#events.interrupted();
        return;
    }
  }

  /**
   * Both sides of a restart are in force. If the old path still works, the restart ends here: no
   * change of state follows.
   */
  #settled(): void {
    if (this.#connection.connectionState === "connected") this.#recovery.healthy();
  }

  #arrived(track: MediaStreamTrack): void {
    if (this.#remote) {
      this.#remote.addTrack(track);
      return;
    }
    this.#remote = new MediaStream([track]);
    this.#showRemote();
  }

  /** Streams of the made-up offer are not shown before the partner's own offer. */
  #showRemote(): void {
    if (this.#remote && this.negotiation.hasBegun) this.#events.stream(this.#remote);
  }
}
