/** A track that needs no device. */
export interface StillPicture {
  readonly track: MediaStreamTrack;
  end(): void;
}

/** Often enough that a partner who has just joined hears this visitor at once; a hidden page is slowed to one a second. */
const DRAW_EVERY_MS = 200;

/**
 * A small black picture, to send in the place of a camera that is switched off. Without any picture the partner's
 * <video> would wait for one, and play no sound either. Null where the browser cannot make one.
 */
export function blackPicture(): StillPicture | null {
  const canvas = globalThis.document?.createElement("canvas");
  if (typeof canvas?.captureStream !== "function") return null;
  [canvas.width, canvas.height] = [320, 180];
  const context = canvas.getContext("2d");
  if (!context) return null;
  // Nothing is sent of a picture that is not drawn again.
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
