const LOOK_EVERY_MS = 250;

/**
 * Audio packets arrive fifty times a second, so a silence this long is not a pause of the partner.
 * Browsers report trouble after 5 s.
 */
export const SILENT_MS = 1_500;

/**
 * Media must have flowed this long before a silence counts: a partner who sends almost nothing is
 * not silent.
 */
export const LIVELY_MS = 1_500;

/**
 * Reports each time that flowing media stops. If a new address replaces the old one while both
 * work, the browser sends no event. Returns a function that ends the watch.
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

/** Reads no statistics, so it is cheap enough to poll. */
function newestPacket(connection: RTCPeerConnection): number {
  const sources = connection
    .getReceivers()
    .flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map((source) => source.timestamp));
}
