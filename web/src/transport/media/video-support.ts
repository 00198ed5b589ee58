export type VideoHindrance =
  | "insecure" // Browsers give no camera to a page without https.
  | "unsupported"; // No WebRTC, or it is switched off.

/** Why this browser has no video, whatever the visitor permits; null if it has. */
export function videoHindrance(): VideoHindrance | null {
  if (!window.isSecureContext) return "insecure";
  const connects = typeof RTCPeerConnection === "function";
  const films = typeof navigator.mediaDevices?.getUserMedia === "function";
  return connects && films ? null : "unsupported";
}
