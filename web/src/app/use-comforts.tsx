import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { DevicePickers } from "@/features/devices/device-pickers";
import type { SessionView, Snapshot } from "@/features/session/effects";
import type { Phase, Talk } from "@/features/session/model";
import { MoreButton } from "@/features/talk/more-button";
import type { PictureFit } from "@/features/talk/picture-fit";
import { useMessages } from "@/i18n/i18n";
import { transcript } from "@/lib/transcript";
import type { Id } from "@/protocol/messages";
import type { LinkFingerprints } from "@/transport/peer-link";
import { ScreenShare } from "@/transport/screen-share";
import { CheckDialog, MorePanel, ShortcutsDialog } from "./lazy-dialogs";
import { useFullscreen } from "./use-fullscreen";
import { usePictureInPicture } from "./use-picture-in-picture";
import { useSounds } from "./use-sounds";
import { useWakeLock } from "./use-wake-lock";

interface Surroundings {
  readonly snapshot: Snapshot;
  readonly conversation: Id | null;
  readonly talk: Talk;
  readonly runner: SessionView;
  /** What the screen is about, which is behind the phase while that is young. */
  readonly shown: Phase;
  /** The partner's picture, where the stage shows it as it is. */
  readonly clear: MediaStream | null;
  /** How many of the partner's words are still to be read. */
  readonly unread: number;
  /** The partner's picture. */
  readonly picture: RefObject<HTMLVideoElement | null>;
  readonly fit: PictureFit;
  /** The browser ended the full screen, as it does for Escape. */
  readonly onFullscreenLeft: () => void;
}

export interface Comforts {
  readonly button: ReactNode;
  readonly dialogs: ReactNode;
  readonly volume: number;
  readonly openShortcuts: () => void;
}

type Open =
  | { readonly what: "more" | "shortcuts" }
  | { readonly what: "check"; readonly of: Id | null; readonly ends: LinkFingerprints | null };

/** What makes a conversation pleasant beside the conversation itself. */
export function useComforts(around: Surroundings): Comforts {
  const { snapshot, talk, runner, picture } = around;
  const { phase, wishes } = snapshot.session;
  const video = wishes.mode === "video";
  const talking = phase.at === "talking";
  const m = useMessages();
  const [open, setOpen] = useState<Open | null>(null);
  const [volume, setVolume] = useState(1);
  const [sounds, setSounds] = useSounds(phase, around.unread);
  const toggleFullscreen = useFullscreen(around.onFullscreenLeft);
  const cameras = useCameras();
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(null);
  const openPictureInPicture = usePictureInPicture(picture, around.clear);
  useWakeLock(around.shown.at === "talking" && video);

  const more = (
    <MorePanel
      anchor={anchor}
      onClose={close}
      video={
        video
          ? {
              volume,
              onVolume: setVolume,
              sharing: talk.screen,
              onShareScreen:
                talking && ScreenShare.supported
                  ? () => runner.dispatch({ type: "screen", on: !talk.screen })
                  : null,
              fit: around.fit.fit,
              onFit: around.clear ? around.fit.onSwitch : null,
              onPictureInPicture: openPictureInPicture,
              onFullscreen: toggleFullscreen,
              onTurnCamera:
                cameras > 1 && runner.turnCamera ? () => void runner.turnCamera?.() : null,
              devices: (
                <DevicePickers
                  media={snapshot.media}
                  onChoose={(kind, id) => void runner.chooseDevice?.(kind, id)}
                  least={2}
                  className="px-3 pt-1 pb-2"
                />
              ),
              onVeil:
                talking && wishes.blurFirst && talk.revealed
                  ? () => runner.dispatch({ type: "reveal", on: false })
                  : null,
              onCheck: () =>
                setOpen({
                  ...{ what: "check", of: around.conversation },
                  ends: runner.fingerprints?.() ?? null,
                }),
            }
          : null
      }
      sounds={sounds}
      onSounds={setSounds}
      transcript={
        talk.lines.length > 0
          ? () =>
              transcript(talk.lines, {
                you: m.comfort.you,
                stranger: m.comfort.stranger,
                clock: m.time.clock,
              })
          : null
      }
      onShortcuts={() => setOpen({ what: "shortcuts" })}
    />
  );
  return {
    button: (
      <MoreButton
        ref={anchor}
        look={video ? "glass" : "ghost"}
        open={open?.what === "more"}
        onPress={() => setOpen(open ? null : { what: "more" })}
      />
    ),
    dialogs: open && (
      <>
        {open.what === "more" && more}
        {open.what === "shortcuts" && <ShortcutsDialog video={video} onClose={close} />}
        {open.what === "check" && open.of === around.conversation && (
          <CheckDialog ends={open.ends} onClose={close} />
        )}
      </>
    ),
    volume,
    openShortcuts: () => setOpen({ what: "shortcuts" }),
  };
}

/** How many cameras a device that is held in the hand has: others have them where they are. */
function useCameras(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!matchMedia("(pointer: coarse)").matches) return;
    navigator.mediaDevices
      ?.enumerateDevices()
      .then((all) => setCount(all.filter((one) => one.kind === "videoinput").length))
      .catch(() => {});
  }, []);
  return count;
}
