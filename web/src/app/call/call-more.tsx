import { useEffect, useState } from "react";
import { DevicePickers } from "@/features/devices/device-pickers";
import { SpeakerPicker } from "@/features/devices/speaker-picker";
import { useMessages } from "@/i18n/i18n";
import { transcript } from "@/lib/transcript";
import { ScreenShare } from "@/transport/media/screen-share";
import { useCall } from "./call-context";
import { MorePanel } from "./lazy-dialogs";
import { useFullscreen } from "./picture/use-fullscreen";
import { usePictureInPicture } from "./picture/use-picture-in-picture";
import { useSounds } from "./use-sounds";
import { useWakeLock } from "./use-wake-lock";

/** The extras of a conversation, and the panel that offers them. */
export function CallMore() {
  const { snapshot, phase, talk, talking, video, shown, runner, self, dialog, ...call } = useCall();
  const { wishes } = snapshot.session;
  const m = useMessages();
  const [sounds, setSounds] = useSounds(phase, call.opening, call.unread);
  const toggleFullscreen = useFullscreen(() => talking && call.hide());
  const openPictureInPicture = usePictureInPicture(call.picture, call.clear);
  const cameras = useCameras();
  useWakeLock(shown.at === "talking" && video);
  if (dialog?.what !== "more") return null;

  const devices = (
    <div className="grid gap-2 px-3 pt-1 pb-2 empty:hidden">
      <DevicePickers
        media={snapshot.media}
        onChoose={(kind, id) => void runner.chooseDevice?.(kind, id)}
        least={2}
      />
      <SpeakerPicker />
    </div>
  );
  const onShareScreen = () => runner.dispatch({ type: "screen", on: !talk.screen });
  const onBlurAgain = () => runner.dispatch({ type: "reveal", on: false });
  const onTranscript = () =>
    transcript(talk.lines, {
      you: m.comfort.you,
      stranger: m.comfort.stranger,
      clock: m.time.clock,
    });
  const onCheck = () =>
    call.setDialog({
      ...{ what: "check", of: call.conversation },
      ends: snapshot.fingerprints ?? null,
    });
  return (
    <MorePanel
      anchor={call.moreButton}
      onClose={() => call.setDialog(null)}
      video={
        video
          ? {
              volume: call.volume,
              onVolume: call.setVolume,
              sharing: talk.screen,
              onShareScreen: talking && ScreenShare.supported ? onShareScreen : null,
              fit: call.fit.fit,
              onFit: call.clear && !self.swapped ? call.fit.onSwitch : null,
              onPictureInPicture: openPictureInPicture,
              onFullscreen: toggleFullscreen,
              onSwap: self.onSwap,
              selfShown: self.shown,
              onSelf: self.onShow,
              onTurnCamera:
                cameras > 1 && runner.turnCamera ? () => void runner.turnCamera?.() : null,
              devices,
              onBlurAgain: talking && wishes.blurFirst && talk.revealed ? onBlurAgain : null,
              onCheck,
            }
          : null
      }
      sounds={sounds}
      onSounds={setSounds}
      icebreakers={call.icebreakers}
      onIcebreakers={call.setIcebreakers}
      transcript={talk.lines.length > 0 ? onTranscript : null}
      onShortcuts={() => call.setDialog({ what: "shortcuts" })}
    />
  );
}

/** The number of cameras of a handheld device; elsewhere turning the camera makes no sense. */
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
