import type { IceCandidate, IceServer, Role, SessionDescription } from "@/protocol/messages";

/** What the two ends of a link tell each other through the room. An empty list of candidates is the last. */
export type LinkSignal =
  | { readonly kind: "description"; readonly description: SessionDescription }
  | { readonly kind: "candidates"; readonly candidates: readonly IceCandidate[] };

export type LinkState =
  | "connecting"
  | "connected" // Media flows.
  | "interrupted" // The path broke; it may heal.
  | "failed" // It will not.
  | "closed";

export interface PeerLinkEvents {
  signal(signal: LinkSignal): void;
  state(state: LinkState): void;
  /** The partner's picture and sound. */
  stream(stream: MediaStream): void;
}

/** The connection from browser to browser: one for each partner, never used again after `close`. */
export interface PeerLink {
  /** `iceServers` as the server gave them, even when empty: nothing else may ever be contacted. */
  start(role: Role, iceServers: readonly IceServer[], stream: MediaStream | null): void;
  /** What the partner's end said. Anything unfit is ignored. */
  signal(signal: LinkSignal): void;
  stats(): Promise<readonly RTCStats[]>;
  /** No event follows. */
  close(): void;
}

export type MakePeerLink = (events: PeerLinkEvents) => PeerLink;
