/** Closing holds up the page for tens of milliseconds: not while the next face is on its way. */
export const RETIRE_MS = 1_000;

/** Ends a connection: nothing is sent any more from now on, and what it holds is freed a little later. */
export function retire(connection: RTCPeerConnection): void {
  for (const sender of connection.getSenders()) sender.replaceTrack(null).catch(() => {});
  setTimeout(() => connection.close(), RETIRE_MS);
}
