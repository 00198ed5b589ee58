import { CameraOff, CirclePause, MicOff, MonitorUp, Play } from "lucide-react";
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { StreamVideo } from "@/ui/stream-video";
import { useDoubleTap } from "@/ui/use-double-tap";
import { AwayNote } from "./away-note";
import { Backdrop } from "./backdrop";
import { type Notice, NoticeNote } from "./notice-note";
import type { PictureFit } from "./picture-fit";
import { BlurNote, HiddenNote, NudityNote } from "./picture-notes";
import { QualityNote } from "./quality-note";

export interface TalkStageProps {
  readonly stream: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly interrupted: boolean;
  readonly shared: readonly string[];
  /** Over the picture until the two are connected. */
  readonly overlay: ReactNode;
  /** The visitor's own picture, if it has changed places with the partner's. */
  readonly own: ReactNode;
  /** The partner shares a screen, which is shown whole. */
  readonly screen: boolean;
  /** The partner sees this visitor's screen. */
  readonly sharing: boolean;
  /** This visitor's devices that the system has paused. */
  readonly paused: readonly ("camera" | "microphone")[];
  /** Whether each side agrees to be seen clearly. */
  readonly revealed: boolean;
  readonly partnerRevealed: boolean;
  readonly onReveal: () => void;
  /** Why the nudity check hides the picture; null if it does not. */
  readonly nudity: "unseen" | "bare" | "unknown" | null;
  readonly onShowAnyway: () => void;
  /** The visitor has switched the partner's picture and sound off for now. */
  readonly hidden: boolean;
  readonly volume: number;
  readonly quality: "good" | "fair" | "bad" | undefined;
  /** Whose connection to the server broke. */
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
  readonly picture: RefObject<HTMLVideoElement | null>;
  readonly fit: PictureFit;
  /** The result of a report, shown without a partner as well. */
  readonly notice: Notice | null;
}

/** The volume while the two are blurred. */
const BLURRED_VOLUME = 0.25;

/**
 * The partner, large. Rendered without a partner as well, so that the first frame shows at once.
 */
export function TalkStage(props: TalkStageProps) {
  const { stream, microphone, camera, interrupted, shared, overlay, own, hidden } = props;
  const unrevealed = !props.revealed || !props.partnerRevealed;
  const { talk: m, comfort, devices } = useMessages();
  const [tap, setTap] = useState<{ stream: MediaStream | null; play: () => void } | null>(null);
  const blocked = tap !== null && tap.stream === stream;
  const blurred = unrevealed || props.nudity !== null;
  // A blur fills the stage, because it has no detail to lose.
  const whole = !blurred && (props.screen || props.fit.fit === "fit");
  const onClick = useDoubleTap(() => !overlay && !own && props.fit.onSwitch());
  const { notes, words } = useNotesEnd(Boolean(overlay));

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: More has the same for keys.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className="relative size-full touch-manipulation overflow-hidden rounded-[inherit] select-none"
      onClick={onClick}
    >
      {stream && whole && camera && !hidden && !own && (
        <Backdrop key={stream.id} picture={props.picture} />
      )}
      <StreamVideo
        stream={stream}
        data-testid="remote-video"
        aria-label={props.screen ? comfort.strangersScreen : m.strangersCamera}
        aria-hidden={!stream}
        element={props.picture}
        muted={hidden}
        volume={unrevealed ? Math.min(props.volume, BLURRED_VOLUME) : props.volume}
        disablePictureInPicture={false}
        onBlocked={(play) => setTap({ stream, play })}
        onPlaying={() => setTap(null)}
        className={cn(
          "absolute inset-0 rounded-[inherit]",
          whole && "object-contain",
          blurred && "scale-110 blur-3xl",
          hidden && "invisible",
        )}
      />
      {/* The partner's picture goes on playing behind it: it has the sound. */}
      {own}
      {overlay && (
        <div
          ref={words}
          className={cn(
            "absolute inset-0",
            // There is room for only one of the two.
            props.notice && "low:narrow:invisible squat:invisible",
          )}
        >
          {overlay}
        </div>
      )}
      {!overlay && !own && !camera && (
        <div className="absolute inset-0 bg-stage bg-glow">
          <div className="stage-words grid place-items-center text-center">
            <p className="flex flex-col items-center gap-3 text-muted-foreground">
              <CameraOff
                className="size-9 text-partner-strong squat:hidden"
                strokeWidth={1.5}
                aria-hidden="true"
              />
              {m.cameraOff}
            </p>
          </div>
        </div>
      )}
      {!overlay && unrevealed && !hidden && (
        <BlurNote revealed={props.revealed} onReveal={props.onReveal} />
      )}
      {!overlay && !unrevealed && !hidden && camera && props.nudity && (
        <NudityNote why={props.nudity} onShowAnyway={props.onShowAnyway} />
      )}
      {!overlay && hidden && <HiddenNote />}
      {/* Keeps text on the picture readable. */}
      {!overlay && (
        <>
          <div className="pointer-events-none absolute inset-x-0 top-0 h-24 bg-linear-to-b from-shade to-transparent" />
          <div className="pointer-events-none absolute inset-x-0 bottom-0 h-28 bg-linear-to-t from-shade to-transparent" />
        </>
      )}
      <div
        ref={notes}
        className={cn(
          "absolute start-4 top-17 flex max-h-[calc(100%-8.5rem)] max-w-[min(60%,calc(100%-var(--self)*0.75-3rem))] flex-col items-start gap-2 overflow-hidden lg:start-5 lg:top-18 low:top-16 low:max-w-[38%] low:narrow:max-w-[min(50%,calc(100%-var(--self)*4/3-2.25rem))] low:narrow:max-h-(--self) flat:sr-only",
          // In these cases the text in the middle takes all the room.
          (blurred || !camera || hidden || interrupted) && "squat:sr-only",
        )}
      >
        <NoticeNote notice={props.notice} />
        {!overlay && (
          <>
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
          </>
        )}
      </div>
      {!overlay && interrupted && (
        <div className="absolute inset-0 bg-veil">
          <div className="stage-words grid place-items-center">
            <Badge
              variant="glass"
              className="animate-breathe rounded-2xl px-4 py-2 text-sm flat:py-0.5 flat:text-xs"
            >
              {m.pictureStopped}
            </Badge>
          </div>
        </div>
      )}
      {!overlay && blocked && (
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

/** Between the notes and the words. */
const GAP_PX = 8;

/** Gives the words over the picture the place where the notes end: a long one needs several lines. */
function useNotesEnd(hasWords: boolean) {
  const notes = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [box, style] = [notes.current, words.current?.style];
    if (!hasWords || !box || !style) return;
    const watch = new ResizeObserver(() => {
      const { offsetTop, offsetHeight } = box;
      const end = offsetHeight > 0 ? offsetTop + offsetHeight + GAP_PX : 0;
      style.setProperty("--notes-end", `${end}px`);
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [hasWords]);
  return { notes, words };
}
