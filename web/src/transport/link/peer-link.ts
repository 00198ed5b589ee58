import type { IceCandidate, IceServer, Role, SessionDescription } from "@nexuschat/client/protocol";

/**
 * A signal between the two ends of a link, sent through the room. An empty list of candidates ends
 * them.
 */
export type LinkSignal =
  | { readonly kind: "description"; readonly description: SessionDescription }
  | { readonly kind: "candidates"; readonly candidates: readonly IceCandidate[] };

export type LinkState =
  | "connecting"
  | "connected" // Media flows.
  | "interrupted" // The path broke; it may recover.
  | "failed" // It will not recover.
  | "closed";

export interface PeerLinkEvents {
  signal(signal: LinkSignal): void;
  /**
   * `relayError`: for a failed link, the relay's error code (401, for example), or 701 if the relay
   * did not answer.
   */
  state(state: LinkState, relayError?: number): void;
  /** The partner's picture and sound. */
  stream(stream: MediaStream): void;
}

export interface LinkOptions {
  /**
   * `relay`: only through the server's TURN relay, so that the partner learns no address of this
   * machine.
   */
  readonly iceTransportPolicy?: RTCIceTransportPolicy;
  /** The partner may lack the pre-generated offer: the link sends it at once. */
  readonly sendOffer?: boolean | undefined;
  /** The page was reloaded; the partner still has its end of the previous link. */
  readonly again?: boolean | undefined;
}

/** Whether a browser has an ICE candidate. Without one no call is possible. */
export interface Reach {
  readonly ok: boolean;
  /**
   * The relay's error code (RFC 8656, 19), or 701 if it did not answer. Missing if no relay was
   * asked.
   */
  readonly relayError?: number | undefined;
}

export type TrackKind = "audio" | "video";

export interface VideoLimit {
  readonly maxBitrate: number;
  /** 2 halves width and height. */
  readonly scaleDown: number;
}

/** Fingerprints of the two ends' encryption keys, as in their descriptions. */
export interface LinkFingerprints {
  readonly local: string;
  readonly remote: string;
}

/** The connection between two browsers: one for each partner, never reused after `close`. */
export interface PeerLink {
  /**
   * Prepares what `start` in that role would begin with, before there is a partner. Returns a
   * description for the server with the candidates found so far: an initiator's offer, or a
   * responder's answer to any offer of the same shape. Null if that is impossible; a responder's
   * link is still of use. Sends no signal before `start`.
   */
  prepare?(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options?: LinkOptions,
  ): Promise<string | null>;
  /**
   * For a prepared link: resolves with its first candidate, at the end of gathering, or after a
   * timeout.
   */
  reach?(): Promise<Reach>;
  /**
   * `iceServers`: exactly those that the server gave, even if empty. No other server may ever be
   * contacted.
   */
  start(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options?: LinkOptions,
  ): void;
  /** Takes a signal of the partner's end. Invalid signals are ignored. */
  signal(signal: LinkSignal): void;
  /** The room resumed after a drop: signals sent meanwhile may be lost. */
  recover(): void;
  /** New credentials for the next path search; the present path stays. */
  renewServers(iceServers: readonly IceServer[]): void;
  /** Replaces the sent track. Needs no negotiation if a track of this kind was sent before. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void>;
  /**
   * Limits the bitrate and size of the picture; null lifts the limit. Takes effect once the link is
   * connected.
   */
  limitVideo(limit: VideoLimit | null): Promise<void>;
  /** Null until both ends have descriptions. */
  fingerprints(): LinkFingerprints | null;
  stats(): Promise<readonly RTCStats[]>;
  /** No event follows. */
  close(): void;
}

export type MakePeerLink = (events: PeerLinkEvents) => PeerLink;
