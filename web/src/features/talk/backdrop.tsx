import { type RefObject, useEffect, useRef } from "react";
import { draw } from "./last-picture";

/** Often enough for a light that follows the picture, and cheap. */
const DRAWN_EVERY_MS = 250;

/** Behind a picture that does not fill the stage: a blurred copy of it. */
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
      // Out of sight with the picture, which follows it, and as soon.
      className="pointer-events-none absolute inset-0 size-full object-cover opacity-50 has-[+.invisible]:invisible"
    />
  );
}
