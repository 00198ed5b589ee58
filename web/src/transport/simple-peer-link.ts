import Peer, { type PeerSignal } from "simple-peer-light";
import { type IceCandidate, type IceServer, LIMITS, type Role } from "@/protocol/messages";
import type { LinkSignal, LinkState, PeerLink, PeerLinkEvents } from "./peer-link";

export const peerLinkSupported = typeof RTCPeerConnection === "function";

/** A PeerLink over simple-peer-light, with trickled candidates. The initiator makes every offer, so there is no glare. */
export class SimplePeerLink implements PeerLink {
  readonly #events: PeerLinkEvents;
  #peer: Peer | null = null;
  #role: Role = "responder";
  #closed = false;
  #state: LinkState = "connecting";
  #batch: IceCandidate[] = [];
  #flushing = false;
  #gathered = false;

  constructor(events: PeerLinkEvents) {
    this.#events = events;
  }

  start(role: Role, iceServers: readonly IceServer[], stream: MediaStream | null): void {
    if (this.#peer || this.#closed) return;
    this.#role = role;
    this.#events.state("connecting");
    let peer: Peer;
    try {
      peer = new Peer({
        initiator: role === "initiator",
        channelName: "nexuschat",
        // Given even when empty: the library's own default is a public STUN server.
        config: { iceServers: iceServers.map(toRtcIceServer) },
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
        this.#scheduleFlush();
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

  stats(): Promise<readonly RTCStats[]> {
    const peer = this.#peer;
    if (!peer || peer.destroyed || this.#closed) return Promise.resolve([]);
    return new Promise((resolve) => peer.getStats((_error, reports) => resolve(reports ?? [])));
  }

  close(): void {
    this.#closed = true;
    this.#peer?.destroy();
    this.#peer = null;
  }

  #outgoing(signal: PeerSignal): void {
    if (this.#closed) return;
    switch (signal.type) {
      case "candidate":
        this.#batch.push(toWireCandidate(signal.candidate));
        this.#scheduleFlush();
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

  /** Candidates that come in one task go out in one message. */
  #scheduleFlush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setTimeout(() => {
      this.#flushing = false;
      if (this.#closed) return;
      while (this.#batch.length > 0) {
        const candidates = this.#batch.splice(0, LIMITS.candidatesMax);
        this.#events.signal({ kind: "candidates", candidates });
      }
      if (this.#gathered) this.#events.signal({ kind: "candidates", candidates: [] });
    }, 0);
  }

  #set(state: LinkState): void {
    if (this.#closed || this.#state === state || this.#state === "failed") return;
    this.#state = state;
    this.#events.state(state);
  }
}

function toRtcIceServer(server: IceServer): RTCIceServer {
  const { urls, username, credential } = server;
  return {
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

function toRtcCandidate(candidate: IceCandidate): RTCIceCandidateInit {
  return {
    candidate: candidate.candidate,
    sdpMid: candidate.sdpMid ?? null,
    sdpMLineIndex: candidate.sdpMLineIndex ?? null,
    usernameFragment: candidate.usernameFragment ?? null,
  };
}

function toWireCandidate(init: RTCIceCandidateInit): IceCandidate {
  return {
    candidate: init.candidate ?? "",
    ...(typeof init.sdpMid === "string" ? { sdpMid: init.sdpMid } : {}),
    ...(typeof init.sdpMLineIndex === "number" ? { sdpMLineIndex: init.sdpMLineIndex } : {}),
    ...(typeof init.usernameFragment === "string"
      ? { usernameFragment: init.usernameFragment }
      : {}),
  };
}
