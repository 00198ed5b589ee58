import Peer, { type PeerSignal } from "simple-peer-light";
import type { IceServer, Role } from "@/protocol/messages";
import { CandidateOutbox } from "./candidate-outbox";
import type { LinkOptions, LinkSignal, LinkState, PeerLink, PeerLinkEvents } from "./peer-link";
import { toRtcCandidate, toRtcIceServer } from "./rtc-dictionaries";
import { isAnswerAhead } from "./sdp";

/**
 * A PeerLink over simple-peer-light, with trickled candidates. The initiator makes the only offer, so there is no glare,
 * and no restart either: a path that does not heal by itself is lost.
 */
export class SimplePeerLink implements PeerLink {
  readonly #events: PeerLinkEvents;
  readonly #outbox: CandidateOutbox;
  #peer: Peer | null = null;
  #role: Role = "responder";
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
    this.#role = role;
    this.#events.state("connecting");
    let peer: Peer;
    try {
      peer = new Peer({
        initiator: role === "initiator",
        channelName: "nexuschat",
        // Given even when empty: the library's own default is a public STUN server.
        config: {
          iceServers: iceServers.map(toRtcIceServer),
          iceTransportPolicy: options.iceTransportPolicy ?? "all",
        },
        // Room for both kinds from the start, so that a partner with more devices than this one needs no second round.
        offerOptions: { offerToReceiveAudio: true, offerToReceiveVideo: true },
        ...(stream ? { stream } : {}),
      });
    } catch {
      this.#set("failed");
      return;
    }
    this.#peer = peer;
    peer.on("signal", (signal) => this.#outgoing(signal));
    peer.on("stream", (remote) => {
      if (!this.#closed) this.#events.stream(remote);
    });
    peer.on("iceStateChange", (connection, gathering) => {
      if (connection === "connected" || connection === "completed") this.#set("connected");
      if (connection === "disconnected") this.#set("interrupted");
      if (gathering === "complete" && !this.#gathered) {
        this.#gathered = true;
        this.#outbox.end();
      }
    });
    peer.on("error", () => this.#set("failed"));
    // The partner closed its end; that it left is told by the room.
    peer.on("close", () => this.#set("closed"));
  }

  signal(signal: LinkSignal): void {
    const peer = this.#peer;
    if (!peer || peer.destroyed || peer.destroying || this.#closed) return;
    if (signal.kind === "description") {
      const { type, sdp } = signal.description;
      const expected = this.#role === "initiator" ? "answer" : "offer";
      // Its offers are with nobody ahead of the room.
      if (isAnswerAhead(signal.description)) return;
      if (type === expected && sdp) peer.signal({ type, sdp });
      return;
    }
    for (const candidate of signal.candidates) {
      try {
        peer.signal({ candidate: toRtcCandidate(candidate) });
      } catch {
        // The partner's bytes are not to be trusted: a candidate that the browser refuses is one path less.
      }
    }
  }

  // The library finds a path once.
  recover(): void {}
  renewServers(): void {}

  /** Nor does it hand out its connection: what is sent stays as it is, and no key is known. */
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
        // The library's own requests for another offer have no place on the wire and are not needed: see offerOptions.
        return;
    }
  }

  #set(state: LinkState): void {
    if (this.#closed || this.#state === state || this.#state === "failed") return;
    this.#state = state;
    this.#events.state(state);
  }
}
