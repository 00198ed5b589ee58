/**
 * Closing blocks the page for tens of milliseconds. It is delayed, so that it does not delay the
 * next partner's picture.
 */
export const RETIRE_MS = 1_000;

/** Ends a connection: sending stops at once, its resources are freed a little later. */
export function retire(connection: RTCPeerConnection): void {
  for (const sender of connection.getSenders()) sender.replaceTrack(null).catch(() => {});
  setTimeout(() => connection.close(), RETIRE_MS);
}
