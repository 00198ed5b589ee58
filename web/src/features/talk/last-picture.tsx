import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { onFirstFrame } from "@/ui/first-frame";
import { OwnPicture } from "./own-picture";

/**
 * So few pixels look blurred when scaled up, without a filter's cost, and keep no detail of a face.
 */
const WIDTH = 32;

export interface LastPictureProps {
  /** The partner's stream, if there is one. */
  readonly stream: MediaStream | null;
  /** The picture is blurred or hidden, so no copy of it may remain. */
  readonly obscured: boolean;
  /** The visitor's own stream while it fills the stage. */
  readonly own: MediaStream | null;
  readonly children: ReactNode;
}

/**
 * Shows what the stage had last behind it until the next picture moves, so that the stage is never
 * black: the partner's last picture, blurred, and after a longer search the visitor's own one.
 */
export function LastPicture({ stream, obscured, own, children }: LastPictureProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState(false);
  const [seen, setSeen] = useState<MediaStream | null>(null);
  const [kept, setKept] = useState(own);
  const wasObscured = useRef(obscured);

  const ownShown = own ?? (stream && stream !== seen ? kept : null);
  if (ownShown !== kept) setKept(ownShown);

  useLayoutEffect(() => {
    if (!stream) return;
    const video = stage.current?.querySelector("video");
    const shot = canvas.current;
    const ignore =
      video &&
      onFirstFrame(video, stream, () => {
        setShown(false);
        setSeen(stream);
      });
    return () => {
      ignore?.();
      // The value when this stream was last rendered.
      if (wasObscured.current) setShown(false);
      else if (shot && video && draw(shot, video)) setShown(true);
    };
  }, [stream]);
  useLayoutEffect(() => {
    wasObscured.current = obscured;
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
      {ownShown && <OwnPicture stream={ownShown} />}
    </div>
  );
}

/** Draws so few pixels that the result is blurred at any size. */
export function draw(canvas: HTMLCanvasElement, video: HTMLVideoElement): boolean {
  if (video.videoWidth === 0) return false;
  canvas.width = WIDTH;
  canvas.height = Math.max(1, Math.round((WIDTH * video.videoHeight) / video.videoWidth));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return true;
}
