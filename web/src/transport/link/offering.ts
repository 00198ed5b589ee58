const KINDS = ["audio", "video"] as const;

/**
 * Room for both kinds from the start, so that a partner with more devices than this one needs no second round.
 * `without`: what becomes of a kind that there is no track for.
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
