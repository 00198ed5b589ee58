/** The microphone and the sound of a shared screen as one track, because a call sends one. */
export class SoundMix {
  readonly #context = new AudioContext();
  readonly #out = this.#context.createMediaStreamDestination();
  #microphone: MediaStreamAudioSourceNode | null = null;

  /** Null if the browser cannot mix them. */
  static of(screen: MediaStreamTrack, microphone: MediaStreamTrack | null): SoundMix | null {
    let mix: SoundMix | undefined;
    try {
      mix = new SoundMix();
      mix.#source(screen).connect(mix.#out);
      if (mix.setMicrophone(microphone)) return mix;
    } catch {
      // No Web Audio, or the sound hardware refuses.
    }
    mix?.end();
    return null;
  }

  get track(): MediaStreamTrack | null {
    return this.#out.stream.getAudioTracks()[0] ?? null;
  }

  /** A muted microphone adds silence. False if the browser cannot add this one. */
  setMicrophone(track: MediaStreamTrack | null): boolean {
    this.#microphone?.disconnect();
    this.#microphone = null;
    try {
      this.#microphone = track && this.#source(track);
      this.#microphone?.connect(this.#out);
      return true;
    } catch {
      return false;
    }
  }

  end(): void {
    this.track?.stop();
    void this.#context.close();
  }

  #source(track: MediaStreamTrack): MediaStreamAudioSourceNode {
    return this.#context.createMediaStreamSource(new MediaStream([track]));
  }
}
