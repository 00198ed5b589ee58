export type Cue = "met" | "left" | "message";

/** Frequencies in Hz, in sequence: rising when a partner arrives, falling when a partner leaves. */
const NOTES: Readonly<Record<Cue, readonly number[]>> = {
  met: [523, 784],
  left: [523, 392],
  message: [880],
};
const NOTE_SECONDS = 0.12;
const LOUDNESS = 0.06;

let context: AudioContext | null = null;
let sounding = 0;

/**
 * Plays a short, soft, synthesized sound. Silent if the browser has no Web Audio or requires a
 * press first.
 */
export function play(cue: Cue): void {
  try {
    context ??= new AudioContext();
    const audio = context;
    void audio.resume().catch(() => {});
    NOTES[cue].forEach((frequency, index) => {
      note(audio, frequency, audio.currentTime + index * NOTE_SECONDS);
    });
  } catch {
    // No Web Audio, or the sound hardware refuses.
  }
}

function note(audio: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(audio, { type: "sine", frequency });
  const gain = new GainNode(audio, { gain: 0 });
  // Fades in and out, to avoid a click.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS * 2);
  tone.connect(gain).connect(audio.destination);
  // The context is suspended between sounds: a running one uses power.
  sounding += 1;
  tone.onended = () => {
    sounding -= 1;
    if (sounding === 0) void audio.suspend().catch(() => {});
  };
  tone.start(at);
  tone.stop(at + NOTE_SECONDS * 2);
}
