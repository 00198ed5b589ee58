const LOOK_EVERY_MS = 250;

/** Sound comes fifty times a second, so this is no pause of the partner's; a browser itself calls it trouble after 5 s. */
export const SILENT_MS = 1_500;

/** Who sends next to nothing is not silent. */
export const LIVELY_MS = 1_500;

/**
 * Tells when media that was flowing stops, once for each time. A new address that takes the place of the old one while
 * both stand is told by no event of the browser. Returns what ends the watch.
 */
export function watchSilence(connection: RTCPeerConnection, silent: () => void): () => void {
  let latest = 0;
  let heardAt = performance.now();
  let livelySince = heardAt;
  let told = true;
  const timer = setInterval(() => {
    const now = performance.now();
    const newest = newestPacket(connection);
    if (newest !== latest) {
      if (now - heardAt >= SILENT_MS) livelySince = now;
      latest = newest;
      heardAt = now;
      told = false;
    } else if (!told && now - heardAt >= SILENT_MS && heardAt - livelySince >= LIVELY_MS) {
      told = true;
      silent();
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Asks for no statistics: this is cheap enough to be asked all the time. */
function newestPacket(connection: RTCPeerConnection): number {
  const sources = connection
    .getReceivers()
    .flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map((source) => source.timestamp));
}
