import { CameraOff, Mic, MicOff, RotateCw, Video, VideoOff } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import type { Messages } from "@/i18n/en";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { blurState, watchBlurState } from "@/transport/media/background-blur";
import type { DeviceKind, DeviceProblem } from "@/transport/media/device-asking";
import { type DeviceState, type MediaState, problemsOf } from "@/transport/media/media-state";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";
import { StreamVideo } from "@/ui/stream-video";
import { LevelMeter } from "./level-meter";

/** What partners get. */
export interface Sharing {
  readonly microphone: boolean;
  readonly camera: boolean;
}

export interface PreviewBodyProps {
  readonly media: MediaState;
  readonly share: Sharing;
  readonly onOpen: () => void;
  readonly onShare: (change: Partial<Sharing>) => void;
  /** Asks again for a device that failed to open. */
  readonly onAskAgain: (device: DeviceKind) => void;
  /** The code of this part did not load. */
  readonly onClose: () => void;
}

/** The content of the preview: the own picture with its controls, or why it is missing. */
export function PreviewBody({ media, share, onOpen, onShare, onAskAgain }: PreviewBodyProps) {
  const { preview: m, mediaProblem, devices } = useMessages();
  switch (media.at) {
    case "open":
      return <Mirror media={media} share={share} onShare={onShare} onAskAgain={onAskAgain} />;
    case "opening":
      return <p className="animate-breathe text-muted-foreground">{m.waiting}</p>;
    case "closed":
      return null;
    case "problem": {
      const { title, body } = mediaProblem[media.problem];
      const each = Object.entries(media.devices ?? {}) as [DeviceKind, DeviceProblem][];
      const words = each.map(([device, problem]) => devices.notices[`${device}-${problem}`]);
      return (
        <Problem
          title={words.length > 0 ? mediaProblem.mixed : title}
          text={words.length > 0 ? words.join(". ") : body}
        >
          <Button variant="secondary" size="sm" onClick={onOpen}>
            <RotateCw aria-hidden="true" /> {mediaProblem.retry}
          </Button>
        </Problem>
      );
    }
  }
}

interface ProblemProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Problem({ title, text, children }: ProblemProps) {
  return (
    <div className="flex flex-col items-center gap-4 p-5 text-center">
      <span
        aria-hidden="true"
        className="grid size-14 place-items-center rounded-full bg-secondary text-accent [&_svg]:size-6 [&_svg]:stroke-[1.6]"
      >
        <CameraOff />
      </span>
      <div role="status" className="flex flex-col gap-1">
        <p className="font-semibold">{title}</p>
        <p className="max-w-sm text-muted-foreground max-sm:text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}

interface MirrorProps extends Pick<PreviewBodyProps, "share" | "onShare" | "onAskAgain"> {
  readonly media: Extract<MediaState, { at: "open" }>;
}

function Mirror({ media, share, onShare, onAskAgain }: MirrorProps) {
  const { preview: m, controls, devices, mediaProblem } = useMessages();
  const { stream, hasCamera, hasMicrophone } = media;
  const seen = media.camera === "live";
  const heard = hasMicrophone && share.microphone;
  const problems = problemsOf(media);
  // The switch below the picture explains that, and offers what can be done.
  const noBlur = useSyncExternalStore(watchBlurState, blurState) === "failed";
  return (
    <>
      {hasCamera && (
        <StreamVideo
          stream={stream}
          muted
          data-testid="local-video"
          aria-label={m.yours}
          className={seen ? "mirror absolute inset-0" : "invisible absolute"}
        />
      )}
      {!seen && (
        <div
          role="status"
          // Above the controls at the bottom of the picture.
          className={cn(
            "flex max-w-64 flex-col items-center gap-3 pt-4 text-center text-muted-foreground",
            problems.microphone ? "pb-24" : "pb-18",
          )}
        >
          <CameraOff className="size-8 text-accent" strokeWidth={1.6} aria-hidden="true" />
          {withoutPicture(noBlur ? "off" : media.camera, { ...m, ...devices })}
          {problems.camera && !noBlur && (
            <Button variant="secondary" size="sm" onClick={() => onAskAgain("camera")}>
              <RotateCw aria-hidden="true" /> {mediaProblem.retry}
            </Button>
          )}
        </div>
      )}
      <div className="absolute inset-x-4 bottom-4 flex items-center justify-between gap-2.5 scheme-dark sm:justify-center">
        {hasMicrophone ? (
          // The width stays the same when off, so that the next press is in the same place.
          <div className="relative">
            <IconButton
              label={heard ? controls.mute : controls.unmute}
              variant={heard ? "glass" : "off"}
              className={cn("w-33 px-4 sm:w-41", heard && "justify-start")}
              onClick={() => onShare({ microphone: !heard })}
            >
              {heard ? <Mic /> : <MicOff />}
            </IconButton>
            {heard && (
              <span className="pointer-events-none absolute inset-y-0 end-4 grid place-items-center">
                <LevelMeter key={media.inUse?.microphone} stream={stream} label={m.level} />
              </span>
            )}
          </div>
        ) : problems.microphone ? (
          <Button
            variant="secondary"
            size="sm"
            className="min-w-0 shrink text-start"
            onClick={() => onAskAgain("microphone")}
          >
            <MicOff aria-hidden="true" />{" "}
            {devices.again(devices.notices[`microphone-${problems.microphone}`])}
          </Button>
        ) : (
          <Badge variant="glass" className="h-11 min-w-0 gap-2.5 px-4">
            <MicOff aria-hidden="true" /> {m.noMicrophone}
          </Badge>
        )}
        {hasCamera && (
          <IconButton
            label={share.camera ? controls.cameraOff : controls.cameraOn}
            variant={share.camera ? "glass" : "off"}
            onClick={() => onShare({ camera: !share.camera })}
          >
            {share.camera ? <Video /> : <VideoOff />}
          </IconButton>
        )}
      </div>
    </>
  );
}

/** The content in place of the own picture. */
function withoutPicture(
  camera: DeviceState,
  m: Messages["preview"] & Messages["devices"],
): string | null {
  switch (camera) {
    case "live":
      return null;
    case "off":
      return m.cameraIsOff;
    case "opening":
      return m.waiting;
    case "paused":
      return m.paused.camera;
    case "no-device":
      return m.noCameraFound;
    default:
      return m.notices[`camera-${camera}`];
  }
}
