/** How long a handshake may take on a path that was found at once. */
export const HANDSHAKE_MS = 1_000;

/**
 * On a slow path the handshake may take this multiple of the time to find the path, which is at
 * least one round trip.
 */
const ROUND_TRIPS = 3;

/**
 * Calls `stuck` once if the DTLS handshake fails, or does not complete although there is a path. An
 * ICE restart does not help: it keeps the DTLS association (RFC 8842, 5.5). Only a new connection
 * does. Returns a function that ends the watch.
 */
export function watchHandshake(connection: RTCPeerConnection, stuck: () => void): () => void {
  let checkingSince = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    connection.removeEventListener("iceconnectionstatechange", look);
    connection.removeEventListener("connectionstatechange", look);
  };
  const report = () => {
    end();
    stuck();
  };
  function look() {
    if (handshakeOf(connection) === "failed") report();
    else if (connection.connectionState === "connected") clearTimeout(timer);
    else if (connection.iceConnectionState === "checking") checkingSince = performance.now();
    else if (hasPath(connection) && connection.connectionState === "connecting") {
      const tookMs = performance.now() - checkingSince;
      timer ??= setTimeout(report, Math.max(HANDSHAKE_MS, ROUND_TRIPS * tookMs));
    }
  }
  connection.addEventListener("iceconnectionstatechange", look);
  connection.addEventListener("connectionstatechange", look);
  look();
  return end;
}

/** Whether this connection started its handshake without a path, as part of the ICE checks. */
export function handshakesEarly(connection: RTCPeerConnection): boolean {
  return connection.iceConnectionState === "new" && handshakeOf(connection) !== "new";
}

function hasPath({ iceConnectionState }: RTCPeerConnection): boolean {
  return iceConnectionState === "connected" || iceConnectionState === "completed";
}

/** With bundling there is one handshake for all media. */
function handshakeOf(connection: RTCPeerConnection): RTCDtlsTransportState {
  const [sender] = connection.getSenders();
  return sender?.transport?.state ?? "new";
}
