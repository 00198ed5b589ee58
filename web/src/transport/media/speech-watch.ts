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
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([copy])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loud = 0;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const rms = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
    // Pauses between words are as short as that.
    loud = rms > SPEECH_RMS ? loud + 1 : Math.max(0, loud - 0.5);
    if (loud < SPEECH_LOOKS) return;
    loud = 0;
    spoke();
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    copy.stop();
    void context.close();
  };
}
