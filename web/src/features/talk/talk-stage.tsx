import { CameraOff, MicOff, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { StreamVideo } from "@/ui/stream-video";

export interface TalkStageProps {
  readonly stream: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly interrupted: boolean;
  readonly shared: readonly string[];
  /** Lies over the picture until the two are connected. */
  readonly cover: ReactNode;
}

/** The partner, large. Mounted while still connecting, so that the first frame is shown the moment it is there. */
export function TalkStage(props: TalkStageProps) {
  const { stream, microphone, camera, interrupted, shared, cover } = props;
  const [tap, setTap] = useState<{ stream: MediaStream | null; play: () => void } | null>(null);
  const blocked = tap !== null && tap.stream === stream;

  return (
    <div className="relative size-full rounded-[inherit]">
      <StreamVideo
        stream={stream}
        data-testid="remote-video"
        aria-label="Stranger's camera"
        onBlocked={(play) => setTap({ stream, play })}
        onPlaying={() => setTap(null)}
        className="absolute inset-0 rounded-[inherit]"
      />
      {cover && <div className="absolute inset-0 bg-stage">{cover}</div>}
      {!cover && !camera && (
        <div className="absolute inset-0 grid place-items-center bg-stage bg-glow pb-16">
          <p className="flex flex-col items-center gap-3 text-muted-foreground">
            <CameraOff className="size-9 text-partner" strokeWidth={1.5} aria-hidden="true" />
            Stranger's camera is off
          </p>
        </div>
      )}
      {/* So that what lies on the picture can be read on any picture. */}
      {!cover && (
        <>
          <div className="absolute inset-x-0 top-0 h-24 bg-linear-to-b from-[oklch(0.1_0.01_225/0.6)] to-transparent" />
          <div className="absolute inset-x-0 bottom-0 h-28 bg-linear-to-t from-[oklch(0.1_0.01_225/0.6)] to-transparent" />
        </>
      )}
      {!cover && (
        <div className="absolute top-16 left-4 flex max-w-[60%] flex-col items-start gap-2 lg:top-18 lg:left-5">
          {shared.length > 0 && <Badge variant="glass">You both like {shared.join(", ")}</Badge>}
          {!microphone && (
            <Badge variant="glass">
              <MicOff aria-hidden="true" /> Stranger is muted
            </Badge>
          )}
        </div>
      )}
      {!cover && interrupted && (
        <div className="absolute inset-0 grid place-items-center bg-[oklch(0.14_0.012_225/0.72)]">
          <Badge variant="glass" className="animate-breathe px-4 py-2 text-sm">
            The picture stopped. Trying to get it back…
          </Badge>
        </div>
      )}
      {!cover && blocked && (
        <div className="absolute inset-0 grid place-items-center bg-[oklch(0.14_0.012_225/0.72)]">
          <Button
            size="lg"
            onClick={() => {
              tap.play();
              setTap(null);
            }}
          >
            <Play aria-hidden="true" /> Tap to play
          </Button>
        </div>
      )}
    </div>
  );
}
