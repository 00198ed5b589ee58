import { CameraOff, CirclePause, MicOff, MonitorUp, Play } from "lucide-react";
import { type ReactNode, type RefObject, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/cn";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { StreamVideo } from "@/ui/stream-video";
import { AwayNote } from "./away-note";
import { QualityNote } from "./quality-note";
import { HiddenCover, NudityNote, VeilNote } from "./sight-cover";

export interface TalkStageProps {
  readonly stream: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly interrupted: boolean;
  readonly shared: readonly string[];
  /** Lies over the picture, or where it will be, until the two are connected. */
  readonly cover: ReactNode;
  /** The partner shows its screen: all of it has to be seen. */
  readonly screen: boolean;
  /** This visitor's own screen is what the partner sees. */
  readonly sharing: boolean;
  /** Which of this visitor's devices the system has paused. */
  readonly paused: readonly ("camera" | "microphone")[];
  /** Whether each of the two lets itself be seen clearly. */
  readonly revealed: boolean;
  readonly partnerRevealed: boolean;
  readonly onReveal: () => void;
  /** Why this browser covers the picture by itself; null where it does not. */
  readonly covered: "unseen" | "bare" | "unknown" | null;
  readonly onLift: () => void;
  /** The visitor wants to see and hear nothing just now. */
  readonly hidden: boolean;
  readonly volume: number;
  readonly quality: "good" | "fair" | "bad" | undefined;
  /** Whose line to the server broke. */
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
  readonly picture: RefObject<HTMLVideoElement | null>;
}

/** So much of the sound comes through while the two are blurred. */
const VEILED_VOLUME = 0.25;

/** The partner, large. There also while nobody is, so that the first frame is shown the moment it comes. */
export function TalkStage(props: TalkStageProps) {
  const { stream, microphone, camera, interrupted, shared, cover, hidden } = props;
  const veiled = !props.revealed || !props.partnerRevealed;
  const { talk: m, comfort, devices } = useMessages();
  const [tap, setTap] = useState<{ stream: MediaStream | null; play: () => void } | null>(null);
  const blocked = tap !== null && tap.stream === stream;

  return (
    <div className="relative size-full overflow-hidden rounded-[inherit]">
      <StreamVideo
        stream={stream}
        data-testid="remote-video"
        aria-label={props.screen ? comfort.strangersScreen : m.strangersCamera}
        aria-hidden={!stream}
        element={props.picture}
        muted={hidden}
        volume={veiled ? Math.min(props.volume, VEILED_VOLUME) : props.volume}
        disablePictureInPicture={false}
        onBlocked={(play) => setTap({ stream, play })}
        onPlaying={() => setTap(null)}
        className={cn(
          "absolute inset-0 rounded-[inherit]",
          props.screen && "object-contain",
          (veiled || props.covered) && "scale-110 blur-3xl",
          hidden && "invisible",
        )}
      />
      {cover && <div className="absolute inset-0">{cover}</div>}
      {!cover && !camera && (
        <div className="absolute inset-0 grid place-items-center bg-stage bg-glow pb-16">
          <p className="flex flex-col items-center gap-3 text-muted-foreground">
            <CameraOff
              className="size-9 text-partner-strong"
              strokeWidth={1.5}
              aria-hidden="true"
            />
            {m.cameraOff}
          </p>
        </div>
      )}
      {!cover && veiled && !hidden && (
        <VeilNote revealed={props.revealed} onReveal={props.onReveal} />
      )}
      {!cover && !veiled && !hidden && camera && props.covered && (
        <NudityNote why={props.covered} onLift={props.onLift} />
      )}
      {!cover && hidden && <HiddenCover />}
      {/* So that what lies on the picture can be read on any picture. */}
      {!cover && (
        <>
          <div className="absolute inset-x-0 top-0 h-24 bg-linear-to-b from-shade to-transparent" />
          <div className="absolute inset-x-0 bottom-0 h-28 bg-linear-to-t from-shade to-transparent" />
        </>
      )}
      {!cover && (
        <div className="absolute start-4 top-17 flex max-w-[60%] flex-col items-start gap-2 lg:start-5 lg:top-18 low:top-16 low:max-w-[50%]">
          {shared.length > 0 && <Badge variant="glass">{m.bothLike(shared)}</Badge>}
          {!microphone && (
            <Badge variant="glass">
              <MicOff aria-hidden="true" /> {m.muted}
            </Badge>
          )}
          {props.sharing && (
            <Badge variant="glass">
              <MonitorUp aria-hidden="true" /> {comfort.sharing}
            </Badge>
          )}
          {props.paused.map((device) => (
            <Badge key={device} variant="glass">
              <CirclePause aria-hidden="true" /> {devices.paused[device]}
            </Badge>
          ))}
          <AwayNote
            selfAway={props.selfAway}
            partnerAway={props.partnerAway}
            className="contents"
          />
          <QualityNote verdict={props.quality} />
        </div>
      )}
      {!cover && interrupted && (
        <div className="absolute inset-0 grid place-items-center bg-veil px-6">
          <Badge variant="glass" className="animate-breathe rounded-2xl px-4 py-2 text-sm">
            {m.pictureStopped}
          </Badge>
        </div>
      )}
      {!cover && blocked && (
        <div className="absolute inset-0 grid place-items-center bg-veil">
          <Button
            size="lg"
            onClick={() => {
              tap.play();
              setTap(null);
            }}
          >
            <Play aria-hidden="true" /> {m.tapToPlay}
          </Button>
        </div>
      )}
    </div>
  );
}
