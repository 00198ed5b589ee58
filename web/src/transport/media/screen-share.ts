/**
 * With the sound of a tab, if the browser offers it. The sound of the system and of this page are
 * excluded: both contain the partner's voice, which the partner would get back as an echo.
 */
const WANTED = {
  video: { frameRate: { max: 15 } },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  systemAudio: "exclude",
  selfBrowserSurface: "exclude",
} as const;

/**
 * Owns the stream of the visitor's screen: requested on demand, released when the conversation
 * ends.
 */
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

  /** Asks the visitor which screen to share. If the visitor cancels, nothing changes. */
  async share(on: boolean): Promise<void> {
    if (!on) {
      if (this.end()) this.#changed(null);
      return;
    }
    if (this.#stream || !ScreenShare.supported) return;
    const asked = ++this.#asked;
    const stream = await navigator.mediaDevices.getDisplayMedia(WANTED).catch(() => null);
    if (!stream) return;
    if (asked !== this.#asked) {
      stop(stream);
      return;
    }
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    if (track) {
      track.contentHint = "detail";
      // The browser has its own button to stop sharing.
      track.addEventListener("ended", () => this.#stream === stream && void this.share(false));
    }
    this.#changed(stream);
  }

  /**
   * Releases the screen without an event, because the conversation is over. True if a screen was
   * shared.
   */
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
