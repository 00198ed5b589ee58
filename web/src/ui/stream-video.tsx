import { type ComponentProps, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { cn } from "@/lib/utils";

export type StreamVideoProps = Omit<ComponentProps<"video">, "src" | "ref" | "children"> & {
  readonly stream: MediaStream | null;
  /** The browser requires a tap before it plays sound. */
  readonly onBlocked?: (play: () => void) => void;
  /** 0 to 1. */
  readonly volume?: number;
  readonly element?: RefObject<HTMLVideoElement | null> | undefined;
};

/** Plays a MediaStream automatically, and reports if the browser forbids that. */
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
        // An AbortError only means that the next partner's stream replaced this one.
        if (error instanceof DOMException && error.name === "NotAllowedError") {
          blocked(play);
        }
      });
    };
    play();
    // The page never pauses, but others do: a closed picture-in-picture window, a phone call,
    // earphones that are taken out.
    const goOn = () => {
      // A stream whose tracks all ended pauses its picture in Firefox, and would do so again.
      if (video.paused && !video.ended && document.visibilityState === "visible") play();
    };
    video.addEventListener("pause", goOn);
    document.addEventListener("visibilitychange", goOn);
    return () => {
      video.removeEventListener("pause", goOn);
      document.removeEventListener("visibilitychange", goOn);
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
