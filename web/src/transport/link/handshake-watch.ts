/** How long a handshake may take on a path that was found at once. */
export const HANDSHAKE_MS = 1_000;

/** On a slow path it may take this many times as long as the path took to be found, which is a round trip or more. */
const ROUND_TRIPS = 3;

/**
 * Calls `stuck`, once, when the DTLS handshake has failed, or does not complete although there is a path. ICE restarts do not
 * help then (RFC 8842, 5.5 keeps the association): only another connection does. Returns what ends the watch.
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

/** Whether this connection has begun its handshake without a path: it does so within the checks of ICE. */
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
