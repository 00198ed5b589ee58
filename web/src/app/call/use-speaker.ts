import { type RefObject, useEffect, useSyncExternalStore } from "react";
import {
  CAN_CHOOSE_SPEAKER,
  playOn,
  speakerChoice,
  watchSpeakerChoice,
} from "@/transport/media/speaker";

/**
 * Plays the partner on the loudspeaker that the visitor chose. `video`: the element exists, in a
 * video call.
 */
export function useSpeaker(picture: RefObject<HTMLVideoElement | null>, video: boolean): void {
  const id = useSyncExternalStore(watchSpeakerChoice, speakerChoice);
  useEffect(() => {
    const element = picture.current;
    if (!video || !element || !CAN_CHOOSE_SPEAKER) return;
    // Most visitors never chose one: nothing to do.
    if (id === "" && !element.sinkId) return;
    return playOn(element, id);
  }, [picture, id, video]);
}
