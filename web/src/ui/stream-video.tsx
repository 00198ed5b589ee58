import { type ComponentProps, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

export type StreamVideoProps = Omit<ComponentProps<"video">, "src" | "ref" | "children"> & {
  readonly stream: MediaStream | null;
  /** The browser wants a tap before it plays sound. */
  readonly onBlocked?: (play: () => void) => void;
};

/** Shows a MediaStream. It plays by itself, and says so when the browser forbids that. */
export function StreamVideo({ stream, onBlocked, className, ...props }: StreamVideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  const blocked = useRef(onBlocked);
  blocked.current = onBlocked;

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream;
    if (!stream) return;
    const play = () => {
      video.play().catch((error: unknown) => {
        // AbortError only says that the next partner's stream came in between.
        if (error instanceof DOMException && error.name === "NotAllowedError") {
          blocked.current?.(play);
        }
      });
    };
    play();
    return () => {
      video.srcObject = null;
    };
  }, [stream]);

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
