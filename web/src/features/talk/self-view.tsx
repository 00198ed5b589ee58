import { CameraOff, MicOff } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { StreamVideo } from "@/ui/stream-video";

export interface SelfViewProps {
  readonly stream: MediaStream | null;
  readonly camera: boolean;
  readonly microphone: boolean;
  /** The screen replaces the camera, and is not mirrored. */
  readonly screen?: boolean;
  readonly className?: string;
}

/** The visitor's own picture, small and mirrored, as people expect of themselves. */
export function SelfView({ stream, camera, microphone, screen = false, className }: SelfViewProps) {
  const m = useMessages().preview;
  return (
    <div
      className={cn(
        "overflow-hidden rounded-2xl border border-edge bg-card shadow-float",
        className,
      )}
    >
      <StreamVideo
        stream={stream}
        muted
        data-testid="local-video"
        aria-label={m.yours}
        className={cn(screen ? "object-contain" : "mirror", !camera && !screen && "invisible")}
      />
      {!camera && !screen && (
        <span className="absolute inset-0 grid place-items-center text-muted-foreground">
          <CameraOff className="size-6" strokeWidth={1.6} aria-hidden="true" />
        </span>
      )}
      {!microphone && (
        <span className="absolute start-1.5 bottom-1.5 grid size-7 place-items-center rounded-full bg-destructive text-destructive-foreground">
          <MicOff className="size-3.5" aria-hidden="true" />
        </span>
      )}
    </div>
  );
}
