import { type RefObject, useEffect, useRef } from "react";
import { draw } from "./last-picture";

/** Often enough for a glow that follows the picture, and cheap. */
const DRAWN_EVERY_MS = 250;

/** A blurred copy of the picture, behind one that does not fill the stage. */
export function Backdrop({ picture }: { readonly picture: RefObject<HTMLVideoElement | null> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const [copy, video] = [canvas.current, picture.current];
    if (!copy || !video) return;
    const paint = () => void draw(copy, video);
    paint();
    video.addEventListener("playing", paint);
    const timer = setInterval(paint, DRAWN_EVERY_MS);
    return () => {
      video.removeEventListener("playing", paint);
      clearInterval(timer);
    };
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      data-testid="backdrop"
      // Hidden together with the picture, which follows it in the DOM.
      className="pointer-events-none absolute inset-0 size-full object-cover opacity-50 has-[+.invisible]:invisible"
    />
  );
}
