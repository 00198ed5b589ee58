import { type IceCandidate, type IceServer, LIMITS } from "@nexuschat/client/protocol";
import type { LinkOptions } from "./peer-link";

export function toRtcIceServer(server: IceServer): RTCIceServer {
  const { urls, username, credential } = server;
  return {
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

export function isRelayUrl(url: string): boolean {
  return /^turns?:/i.test(url);
}

export function hasRelay({ urls }: IceServer): boolean {
  return urls.some(isRelayUrl);
}

/**
 * Whether a prepared link allocates no relay. The operator pays for relays, so they are for calls
 * and not also for waiting visitors.
 */
export function takesNoRelay(iceServers: readonly IceServer[], options: LinkOptions): boolean {
  return options.iceTransportPolicy !== "relay" && !iceServers.some(hasRelay);
}

/** Takes effect with the next gathering. If the browser refuses, the old servers stay. */
export function renewServers(connection: RTCPeerConnection, servers: readonly IceServer[]): void {
  try {
    connection.setConfiguration({
      ...connection.getConfiguration(),
      iceServers: servers.map(toRtcIceServer),
    });
  } catch {
    // The connection was closed meanwhile.
  }
}

export function toRtcCandidate(candidate: IceCandidate): RTCIceCandidateInit {
  return {
    candidate: candidate.candidate,
    sdpMid: candidate.sdpMid ?? null,
    sdpMLineIndex: candidate.sdpMLineIndex ?? null,
    usernameFragment: candidate.usernameFragment ?? null,
  };
}

/**
 * Null if the wire has no room for the candidate: one path less, whereas a refused message would
 * lose the whole batch.
 */
export function toWireCandidate(init: RTCIceCandidateInit): IceCandidate | null {
  const candidate = init.candidate ?? "";
  if (candidate.length > LIMITS.candidateBytesMax) return null;
  return {
    candidate,
    ...(typeof init.sdpMid === "string" ? { sdpMid: init.sdpMid } : {}),
    ...(typeof init.sdpMLineIndex === "number" ? { sdpMLineIndex: init.sdpMLineIndex } : {}),
    ...(typeof init.usernameFragment === "string"
      ? { usernameFragment: init.usernameFragment }
      : {}),
  };
}
