/** A track that needs no device. */
export interface StillPicture {
  readonly track: MediaStreamTrack;
  end(): void;
}

/**
 * Often enough that a partner that has just joined gets this visitor's sound at once. A hidden page
 * is throttled to one a second.
 */
const DRAW_EVERY_MS = 200;

/**
 * A small black picture, sent while the camera is off. Without any picture the partner's <video>
 * would wait for one and play no sound either. Null if the browser cannot make one.
 */
export function blackPicture(): StillPicture | null {
  const canvas = globalThis.document?.createElement("canvas");
  if (typeof canvas?.captureStream !== "function") return null;
  [canvas.width, canvas.height] = [320, 180];
  const context = canvas.getContext("2d");
  if (!context) return null;
  // A canvas that is not redrawn sends no frames.
  const draw = () => context.fillRect(0, 0, canvas.width, canvas.height);
  draw();
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) return null;
  const timer = setInterval(draw, DRAW_EVERY_MS);
  const end = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, end };
}
