import type { Talk } from "@/features/session/talk";
import { justAsked } from "@/features/session/transitions";
import { VideoWishNote, type VideoWishNoteProps } from "@/features/talk/video-wish-note";
import { useCall } from "./call-context";

/** What becomes of the wishes for video in a text conversation. */
export function CallVideoWish() {
  const { talk, videoWish, videoButton, toPartner } = useCall();
  const answering = (act: () => void) => () => {
    act();
    // The pressed button disappears; the keyboard focus stays with the wish.
    videoButton.current?.focus();
  };
  return (
    <VideoWishNote
      state={videoWish && stateOf(talk)}
      onAccept={() => !justAsked(talk, Date.now()) && answering(() => videoWish?.())()}
      onDecline={answering(() => toPartner({ type: "decline-video" }))}
      onTakeBack={answering(() => videoWish?.())}
    />
  );
}

function stateOf({
  videoWish,
  partnerVideoWish,
  videoDeclined,
}: Talk): VideoWishNoteProps["state"] {
  if (videoWish !== "none") return videoWish === "asking" ? "asking" : "waiting";
  return partnerVideoWish && !videoDeclined ? "asked" : null;
}
