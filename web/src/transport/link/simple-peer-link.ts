import type { IceServer, Role } from "@nexuschat/client/protocol";
import Peer, { type PeerSignal } from "simple-peer-light";
import { CandidateOutbox } from "./candidate-outbox";
import type {
  LinkOptions,
  LinkSignal,
  LinkState,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
} from "./peer-link";
import { toRtcCandidate, toRtcIceServer } from "./rtc-dictionaries";
import { isPregeneratedAnswer } from "./sdp";

type Parts = readonly [
  role: Role,
  iceServers: readonly IceServer[],
  stream: MediaStream | null,
  options: LinkOptions,
];

/**
 * A PeerLink over simple-peer-light, with trickled candidates. Only the initiator offers, so offers
 * never collide. It cannot restart ICE: a path that does not recover by itself is lost. A partner
 * whose page was reloaded gets a new peer.
 */
export class SimplePeerLink implements PeerLink {
  readonly #events: PeerLinkEvents;
  readonly #outbox: CandidateOutbox;
  #peer: Peer | null = null;
  #parts: Parts | null = null;
  #closed = false;
  #state: LinkState = "connecting";
  #gathered = false;

  constructor(events: PeerLinkEvents) {
    this.#events = events;
    this.#outbox = new CandidateOutbox((candidates) =>
      this.#events.signal({ kind: "candidates", candidates }),
    );
  }

  start(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options: LinkOptions = {},
  ): void {
    if (this.#peer || this.#closed) return;
    this.#parts = [role, iceServers, stream, options];
    this.#events.state("connecting");
    this.#open(...this.#parts);
    if (options.again) {
      this.#events.signal({ kind: "description", description: { type: "rollback" } });
    }
  }

  #open(...[role, iceServers, stream, options]: Parts): void {
    let peer: Peer;
    try {
      peer = new Peer({
        initiator: role === "initiator",
        channelName: "nexuschat",
        // Set even when empty: the library's own default is a public STUN server.
        config: {
          iceServers: iceServers.map(toRtcIceServer),
          iceTransportPolicy: options.iceTransportPolicy ?? "all",
        },
        // Both kinds from the start, so that a partner with more devices needs no second
        // negotiation.
        offerOptions: { offerToReceiveAudio: true, offerToReceiveVideo: true },
        ...(stream ? { stream } : {}),
      });
    } catch {
      this.#set("failed");
      return;
    }
    this.#peer = peer;
    const mine = () => this.#peer === peer;
    peer.on("signal", (signal) => mine() && this.#outgoing(signal));
    peer.on("stream", (remote) => {
      if (mine()) this.#events.stream(remote);
    });
    peer.on("iceStateChange", (connection, gathering) => {
      if (!mine()) return;
      if (connection === "connected" || connection === "completed") this.#set("connected");
      if (connection === "disconnected") this.#set("interrupted");
      if (gathering === "complete" && !this.#gathered) {
        this.#gathered = true;
        this.#outbox.end();
      }
    });
    // If the path still works, the partner has closed its end: the library reports that as an error
    // too.
    peer.on("error", () => mine() && this.#set(this.#state === "connected" ? "closed" : "failed"));
    // The partner closed its end. The room reports separately that the partner left.
    peer.on("close", () => mine() && this.#set("closed"));
  }

  /** Replaces the peer after the partner reloaded its page. */
  #openAgain(parts: Parts): void {
    this.#set("interrupted");
    const old = this.#peer;
    this.#peer = null;
    old?.destroy();
    this.#outbox.clear();
    this.#gathered = false;
    this.#open(...parts);
  }

  signal(signal: LinkSignal): void {
    const isGone = signal.kind === "description" && signal.description.type === "rollback";
    if (isGone && !signal.description.sdp && this.#parts && !this.#closed) {
      this.#openAgain(this.#parts);
      return;
    }
    const peer = this.#peer;
    if (!peer || peer.destroyed || peer.destroying || this.#closed) return;
    if (signal.kind === "description") {
      const { type, sdp } = signal.description;
      const expected = this.#parts?.[0] === "initiator" ? "answer" : "offer";
      // The server never gave this link's offers to a partner.
      if (isPregeneratedAnswer(signal.description)) return;
      if (type === expected && sdp) peer.signal({ type, sdp });
      return;
    }
    for (const candidate of signal.candidates) {
      try {
        peer.signal({ candidate: toRtcCandidate(candidate) });
      } catch {
        // The partner's bytes are untrusted. A candidate that the browser refuses is one path less.
      }
    }
  }

  // The library cannot restart ICE.
  recover(): void {}
  renewServers(): void {}

  // The library does not expose its connection: tracks and limits stay as they are, and no key is
  // known.
  async replaceTrack(): Promise<void> {}
  async limitVideo(): Promise<void> {}
  fingerprints(): null {
    return null;
  }

  stats(): Promise<readonly RTCStats[]> {
    const peer = this.#peer;
    if (!peer || peer.destroyed || this.#closed) return Promise.resolve([]);
    return new Promise((resolve) => peer.getStats((_error, reports) => resolve(reports ?? [])));
  }

  close(): void {
    this.#closed = true;
    this.#outbox.clear();
    this.#peer?.destroy();
    this.#peer = null;
  }

  #outgoing(signal: PeerSignal): void {
    if (this.#closed) return;
    switch (signal.type) {
      case "candidate":
        this.#outbox.add(signal.candidate);
        return;
      case "offer":
      case "answer":
        this.#events.signal({
          kind: "description",
          description: { type: signal.type, sdp: signal.sdp },
        });
        return;
      default:
        // The library's own requests for another offer have no place on the wire and are not
        // needed: see offerOptions.
        return;
    }
  }

  #set(state: LinkState): void {
    if (this.#closed || this.#state === state || this.#state === "failed") return;
    this.#state = state;
    this.#events.state(state);
  }
}

export const makeSimplePeerLink: MakePeerLink = (events) => new SimplePeerLink(events);
