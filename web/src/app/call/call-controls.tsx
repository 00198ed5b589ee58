import { ControlBar } from "@/features/talk/control-bar";
import { VideoWishButton } from "@/features/talk/video-wish-button";
import { problemsOf } from "@/transport/media/media-state";
import { videoHindrance } from "@/transport/media/video-support";
import { useCall } from "./call-context";

export function CallControls() {
  const { snapshot, phase, runner, video, talk, chat, hasChat, chatShown, unread } = useCall();
  const { videoWish, videoButton, skip } = useCall();
  const { session, media } = snapshot;
  const { share, devices } = session;
  const { dispatch } = runner;
  const offersVideo = !video && videoHindrance() === null;
  return (
    <ControlBar
      devices={
        video
          ? {
              ...share,
              ...{ hasMicrophone: devices.microphone, hasCamera: devices.camera },
              problems: problemsOf(media),
            }
          : null
      }
      videoWish={
        offersVideo && (
          <VideoWishButton ref={videoButton} on={talk.videoWish !== "none"} onPress={videoWish} />
        )
      }
      chat={video ? { open: chatShown, unread, enabled: hasChat } : null}
      canSkip={phase.at !== "searching" && phase.at !== "reconnecting"}
      next={phase.at === "partner-left" ? { at: phase.nextAt } : null}
      onMicrophone={(microphone) => dispatch({ type: "share", microphone })}
      onCamera={(camera) => dispatch({ type: "share", camera })}
      onAskAgain={(device) => dispatch({ type: "ask-again", device })}
      onChat={() => chat.show(!chat.open)}
      onSkip={skip}
      onStop={() => dispatch({ type: "stop" })}
    />
  );
}
