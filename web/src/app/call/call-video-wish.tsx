import { useEffect } from "react";
import { BackgroundBlurNote } from "@/features/devices/background-blur-field";
import type { Talk } from "@/features/session/talk";
import { VideoWishNote, type VideoWishNoteProps } from "@/features/talk/video-wish-note";
import { tryBlurAgain } from "@/transport/media/background-blur";
import { useGlance } from "../use-glance";
import { useCall } from "./call-context";

/** What becomes of the wishes for video in a text conversation. */
export function CallVideoWish() {
  const { talk, conversation, videoWish, videoButton, toPartner } = useCall();
  // What failed for the last partner does not concern this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each conversation.
  useEffect(() => tryBlurAgain, [conversation]);
  const state = videoWish && stateOf(talk);
  // A partner could time the question so that it moves under a press.
  const glanced = useGlance(state);
  const answering = (act: () => void) => () => {
    act();
    // The pressed button disappears; the keyboard focus stays with the wish.
    videoButton.current?.focus();
  };
  return (
    <>
      <VideoWishNote
        state={state}
        onAccept={() => glanced() && answering(() => videoWish?.())()}
        onDecline={answering(() => toPartner({ type: "decline-video" }))}
        onTakeBack={answering(() => videoWish?.())}
      />
      {/* A wish whose camera could not be blurred has ended. */}
      <BackgroundBlurNote className="border-b px-4 py-2" onAgain={answering(() => videoWish?.())} />
    </>
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
