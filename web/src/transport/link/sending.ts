import type { LinkFingerprints, TrackKind, VideoLimit } from "./peer-link";

// Operations that both kinds of link perform on a connected RTCPeerConnection.

/** `stream`: the stream of a track that is sent beside others. */
export async function replaceTrack(
  connection: RTCPeerConnection,
  kind: TrackKind,
  track: MediaStreamTrack | null,
  stream: MediaStream | null,
): Promise<void> {
  const transceiver = transceiverOf(connection, kind);
  if (!transceiver) {
    // Before the partner's offer arrives, a responder has transceivers only for its own devices.
    if (track) connection.addTrack(track, ...(stream ? [stream] : []));
    return;
  }
  await transceiver.sender.replaceTrack(track);
  // Without such a device the transceiver was receive-only.
  if (track && transceiver.direction === "recvonly") transceiver.direction = "sendrecv";
}

export async function limitVideo(
  connection: RTCPeerConnection,
  limit: VideoLimit | null,
): Promise<void> {
  const sender = transceiverOf(connection, "video")?.sender;
  const parameters = sender?.getParameters();
  if (!sender || !parameters?.encodings?.[0]) return;
  for (const encoding of parameters.encodings) {
    if (limit) {
      encoding.maxBitrate = limit.maxBitrate;
      encoding.scaleResolutionDownBy = limit.scaleDown;
    } else {
      delete encoding.maxBitrate;
      encoding.scaleResolutionDownBy = 1;
    }
  }
  // A sender that was stopped meanwhile refuses; it has nothing to limit.
  await sender.setParameters(parameters).catch(() => {});
}

export function fingerprintsOf(connection: RTCPeerConnection): LinkFingerprints | null {
  const local = fingerprintIn(connection.currentLocalDescription?.sdp);
  const remote = fingerprintIn(connection.currentRemoteDescription?.sdp);
  return local && remote ? { local, remote } : null;
}

function fingerprintIn(sdp: string | undefined): string | null {
  return sdp?.match(/^a=fingerprint:(\S+ \S+)/m)?.[1]?.toLowerCase() ?? null;
}

function transceiverOf(
  connection: RTCPeerConnection,
  kind: TrackKind,
): RTCRtpTransceiver | undefined {
  return connection.getTransceivers().find((one) => one.receiver.track.kind === kind);
}
