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
  /** `relayError`: of a link that failed, the code with which its relay refused (401, say) or 701 where it did not answer. */
  state(state: LinkState, relayError?: number): void;
  /** The partner's picture and sound. */
  stream(stream: MediaStream): void;
}

export interface LinkOptions {
  /** `relay`: by the server's TURN alone, so that the partner learns no address of this machine. */
  readonly iceTransportPolicy?: RTCIceTransportPolicy;
  /** The offer made ahead may be with nobody: it is said at once. */
  readonly sayOffer?: boolean | undefined;
  /** The page was reloaded; the partner still has its end of the previous link. */
  readonly again?: boolean | undefined;
}

/** Whether a browser has an ICE candidate. Without one it has no calls. */
export interface Reach {
  readonly ok: boolean;
  /** With which code the relay refused (RFC 8656, 19), or 701 where it did not answer; missing where none was asked. */
  readonly relayError?: number | undefined;
}

export type TrackKind = "audio" | "video";

export interface VideoLimit {
  readonly maxBitrate: number;
  /** 2 halves width and height. */
  readonly scaleDown: number;
}

/** Of the keys that the two ends encrypt with, as they stand in their descriptions. */
export interface LinkFingerprints {
  readonly local: string;
  readonly remote: string;
}

/** The connection from browser to browser: one for each partner, never used again after `close`. */
export interface PeerLink {
  /**
   * Does ahead of any partner what `start` in that role would begin with. Returns what the partner can be told ahead, with the
   * candidates that are there soon: an initiator's offer, or a responder's answer for whoever makes an offer like its own. Null
   * where it can not be had; a responder's link is of use all the same. Nothing is signalled before `start`.
   */
  prepare?(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options?: LinkOptions,
  ): Promise<string | null>;
  /** Of a prepared link: resolves with its first candidate, or when the browser has looked everywhere or for too long. */
  reach?(): Promise<Reach>;
  /** `iceServers` as the server gave them, even when empty: nothing else may ever be contacted. */
  start(
    role: Role,
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options?: LinkOptions,
  ): void;
  /** What the partner's end said. Anything unfit is ignored. */
  signal(signal: LinkSignal): void;
  /** The room is there again after an absence: what was said meanwhile may be lost. */
  recover(): void;
  /** Fresh credentials, for the next path that has to be found; the present one goes on. */
  renewServers(iceServers: readonly IceServer[]): void;
  /** Sends another track in the place of the present one: no new negotiation where there was one before. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void>;
  /** Bounds what the picture may cost; null lifts every bound. Until the link stands nothing is bounded. */
  limitVideo(limit: VideoLimit | null): Promise<void>;
  /** Null until both ends have described themselves. */
  fingerprints(): LinkFingerprints | null;
  stats(): Promise<readonly RTCStats[]>;
  /** No event follows. */
  close(): void;
}

export type MakePeerLink = (events: PeerLinkEvents) => PeerLink;
