const KINDS = ["audio", "video"] as const;

/**
 * Adds both kinds from the start, so that a partner with more devices needs no second negotiation.
 * `without`: the direction of a kind without a track.
 */
export function offerBoth(
  connection: RTCPeerConnection,
  stream: MediaStream | null,
  without: "recvonly" | "sendrecv" = "recvonly",
): void {
  for (const kind of KINDS) {
    const track = stream?.getTracks().find((one) => one.kind === kind);
    if (track && stream) connection.addTransceiver(track, { streams: [stream] });
    else connection.addTransceiver(kind, { direction: without });
  }
}
