export type VideoHindrance =
  | "insecure" // Browsers give no camera to a page without https.
  | "unsupported"; // No WebRTC, or it is switched off.

/** Why there can be no video here, whatever the visitor allows; null where there can. */
export function videoHindrance(): VideoHindrance | null {
  if (!window.isSecureContext) return "insecure";
  const connects = typeof RTCPeerConnection === "function";
  const films = typeof navigator.mediaDevices?.getUserMedia === "function";
  return connects && films ? null : "unsupported";
}
