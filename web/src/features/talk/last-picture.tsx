import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { onFirstFrame } from "@/ui/first-frame";

/** So few dots are a blur when they fill the stage, which costs nothing, and nobody's face is kept in detail. */
const WIDTH = 32;

export interface LastPictureProps {
  /** The partner's, while there is one. */
  readonly stream: MediaStream | null;
  /** It is not shown as it is, but blurred, hidden or not at all: so nothing of it may stay behind. */
  readonly covered: boolean;
  readonly children: ReactNode;
}

/** Behind the stage stands what the partner's picture showed last, blurred, until the next one moves: never black. */
export function LastPicture({ stream, covered, children }: LastPictureProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState(false);
  const wasCovered = useRef(covered);

  useLayoutEffect(() => {
    if (!stream) return;
    const video = stage.current?.querySelector("video");
    const shot = canvas.current;
    const ignore = video && onFirstFrame(video, stream, () => setShown(false));
    return () => {
      ignore?.();
      // When it was drawn last, with this stream.
      if (wasCovered.current) setShown(false);
      else if (shot && video && draw(shot, video)) setShown(true);
    };
  }, [stream]);
  useLayoutEffect(() => {
    wasCovered.current = covered;
  });

  return (
    <div ref={stage} className="relative isolate size-full overflow-hidden">
      <canvas
        ref={canvas}
        data-testid="last-picture"
        hidden={!shown}
        className="pointer-events-none absolute inset-0 -z-10 size-full object-cover opacity-40"
      />
      {children}
    </div>
  );
}

/** So few dots that it is a blur at any size. */
export function draw(canvas: HTMLCanvasElement, video: HTMLVideoElement): boolean {
  if (video.videoWidth === 0) return false;
  canvas.width = WIDTH;
  canvas.height = Math.max(1, Math.round((WIDTH * video.videoHeight) / video.videoWidth));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return true;
}
