import { CameraOff, MicOff } from "lucide-react";
import type { RefObject } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { StreamVideo } from "@/ui/stream-video";

export interface PersonViewProps {
  readonly of: "visitor" | "partner";
  readonly stream: MediaStream | null;
  /** Whether there is a picture: of the camera, or of the shared screen. */
  readonly camera: boolean;
  readonly microphone: boolean;
  /** A shared screen replaces the camera. It is shown whole, and not mirrored. */
  readonly screen: boolean;
  /** Fills the stage. */
  readonly large?: boolean;
  readonly element?: RefObject<HTMLVideoElement | null>;
}

/**
 * One person's picture without sound, beside or in place of the partner's in the stage. The
 * visitor's is mirrored, as people expect of themselves.
 */
export function PersonView(props: PersonViewProps) {
  const { of, stream, camera, microphone, screen, large = false, element } = props;
  const { preview, talk, comfort } = useMessages();
  const partners = screen ? comfort.strangersScreen : talk.strangersCamera;
  return (
    <div
      className={cn(
        large
          ? "absolute inset-0"
          : "relative size-full overflow-hidden rounded-2xl border border-edge bg-card shadow-float",
        // Before its first frame a camera's picture leaves the one below it in sight.
        large && (screen || !camera || !stream) && "bg-stage",
      )}
    >
      <StreamVideo
        stream={stream}
        muted
        element={element}
        data-testid={of === "visitor" ? "local-video" : "small-remote-video"}
        aria-label={of === "visitor" ? preview.yours : partners}
        className={cn(
          screen && "object-contain",
          of === "visitor" && !screen && "mirror",
          !camera && "invisible",
        )}
      />
      {!camera && (
        <span className="absolute inset-0 grid place-items-center text-muted-foreground">
          <CameraOff className={large ? "size-9" : "size-6"} strokeWidth={1.6} aria-hidden="true" />
        </span>
      )}
      {!microphone && !large && (
        <span className="absolute start-1.5 bottom-1.5 grid size-7 place-items-center rounded-full bg-destructive text-destructive-foreground">
          <MicOff className="size-3.5" aria-hidden="true" />
        </span>
      )}
    </div>
  );
}
