/** Owns the picture of the visitor's screen: asked for when it is wanted, let go when the conversation ends. */
export class ScreenShare {
  readonly #changed: (stream: MediaStream | null) => void;
  #stream: MediaStream | null = null;
  #asked = 0;

  constructor(changed: (stream: MediaStream | null) => void) {
    this.#changed = changed;
  }

  static get supported(): boolean {
    return typeof navigator.mediaDevices?.getDisplayMedia === "function";
  }

  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** Asks the visitor what to show. Whoever changes their mind in the browser's question changes nothing. */
  async share(on: boolean): Promise<void> {
    if (!on) {
      if (this.end()) this.#changed(null);
      return;
    }
    if (this.#stream || !ScreenShare.supported) return;
    const asked = ++this.#asked;
    const stream = await navigator.mediaDevices
      .getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
      .catch(() => null);
    if (!stream) return;
    if (asked !== this.#asked) {
      stop(stream);
      return;
    }
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    if (track) {
      track.contentHint = "detail";
      // The browser has a button of its own for this.
      track.addEventListener("ended", () => this.#stream === stream && void this.share(false));
    }
    this.#changed(stream);
  }

  /** Lets go without a word: the conversation is over. True if something was shown. */
  end(): boolean {
    this.#asked += 1;
    const stream = this.#stream;
    this.#stream = null;
    if (stream) stop(stream);
    return stream !== null;
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
