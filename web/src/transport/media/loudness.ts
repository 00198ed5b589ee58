/**
 * Measures how loud a stream is. Nothing depends on it: where Web Audio is missing or refuses, as
 * Firefox does for a microphone with another sample rate than the loudspeaker, the level stays unknown.
 */
export class Loudness {
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  private constructor(context: AudioContext, stream: MediaStream, samples: number) {
    this.#context = context;
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = samples;
    this.#samples = new Float32Array(samples);
    context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  /** `samples`: how many each reading covers, a power of two. */
  static of(stream: MediaStream, samples: number): Loudness | null {
    let context: AudioContext | undefined;
    try {
      context = new AudioContext();
      return new Loudness(context, stream, samples);
    } catch {
      void context?.close();
      return null;
    }
  }

  /** The root mean square of the latest samples, from 0 to 1. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, s) => sum + s * s, 0) / this.#samples.length);
  }

  close(): void {
    void this.#context.close();
  }
}
