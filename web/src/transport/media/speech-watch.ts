import { Loudness } from "./loudness";

/** Louder than the noise of a room, quieter than speech at a normal distance. */
const SPEECH_RMS = 0.04;
const LOOK_MS = 100;
/** Speech lasts longer than a cough or a knock. */
const SPEECH_LOOKS = 5;

/**
 * Reports that somebody speaks into the microphone whose `track` is muted, until the returned
 * function is called. It listens to a copy of the track, which goes nowhere else. Only the level is
 * used.
 */
export function watchSpeech(track: MediaStreamTrack, spoke: () => void): () => void {
  const copy = track.clone();
  copy.enabled = true;
  const loudness = Loudness.of(new MediaStream([copy]), 1024);
  if (!loudness) {
    copy.stop();
    return () => {};
  }
  let loud = 0;
  const look = () => {
    // Pauses between words are as short as that.
    loud = loudness.read() > SPEECH_RMS ? loud + 1 : Math.max(0, loud - 0.5);
    if (loud < SPEECH_LOOKS) return;
    loud = 0;
    spoke();
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    copy.stop();
    loudness.close();
  };
}
