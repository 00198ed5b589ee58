/** The microphone and the sound of a shared screen as one track, because a call sends one. */
export class SoundMix {
  readonly #context = new AudioContext();
  readonly #out = this.#context.createMediaStreamDestination();
  #microphone: MediaStreamAudioSourceNode | null = null;

  constructor(screen: MediaStreamTrack) {
    this.#source(screen).connect(this.#out);
  }

  get track(): MediaStreamTrack | null {
    return this.#out.stream.getAudioTracks()[0] ?? null;
  }

  /** A muted microphone adds silence. */
  setMicrophone(track: MediaStreamTrack | null): void {
    this.#microphone?.disconnect();
    this.#microphone = track && this.#source(track);
    this.#microphone?.connect(this.#out);
  }

  end(): void {
    this.track?.stop();
    void this.#context.close();
  }

  #source(track: MediaStreamTrack): MediaStreamAudioSourceNode {
    return this.#context.createMediaStreamSource(new MediaStream([track]));
  }
}
