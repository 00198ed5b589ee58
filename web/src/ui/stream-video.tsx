import { type ComponentProps, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { cn } from "@/lib/utils";

export type StreamVideoProps = Omit<ComponentProps<"video">, "src" | "ref" | "children"> & {
  readonly stream: MediaStream | null;
  /** The browser wants a tap before it plays sound. */
  readonly onBlocked?: (play: () => void) => void;
  /** 0 to 1. */
  readonly volume?: number;
  readonly element?: RefObject<HTMLVideoElement | null> | undefined;
};

/** Shows a MediaStream. It plays by itself, and says so when the browser forbids that. */
export function StreamVideo({
  stream,
  onBlocked,
  volume = 1,
  element,
  className,
  ...props
}: StreamVideoProps) {
  const own = useRef<HTMLVideoElement>(null);
  const ref = element ?? own;
  const blocked = useEffectEvent((play: () => void) => onBlocked?.(play));

  useEffect(() => {
    if (ref.current) ref.current.volume = volume;
  }, [ref, volume]);
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream;
    if (!stream) return;
    const play = () => {
      video.play().catch((error: unknown) => {
        // AbortError only says that the next partner's stream came in between.
        if (error instanceof DOMException && error.name === "NotAllowedError") {
          blocked(play);
        }
      });
    };
    play();
    return () => {
      video.srcObject = null;
    };
  }, [ref, stream]);

  return (
    <video
      ref={ref}
      autoPlay
      playsInline
      disablePictureInPicture
      className={cn("size-full object-cover", className)}
      {...props}
    />
  );
}
