import { BitrateLadder } from "./bitrate-ladder";
import { type LinkQuality, QualityMeter } from "./link-quality";
import type { PeerLink, VideoLimit } from "./peer-link";

export type { LinkQuality };

const LOOK_MS = 2_000;

/**
 * A face about 20 pixels wide: nobody can be recognized, whatever the partner's page does with it.
 */
const BLURRED: VideoLimit = { maxBitrate: 40_000, scaleDown: 32 };

type Sending = Pick<PeerLink, "stats" | "limitVideo">;

/**
 * Watches a link and limits what is sent over it: to what a bad line carries, or to the blurred
 * resolution.
 */
export class LinkSender {
  readonly #onQuality: (quality: LinkQuality | null) => void;
  #link: Sending | null = null;
  #ladder = new BitrateLadder();
  #blurred = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(onQuality: (quality: LinkQuality | null) => void) {
    this.#onQuality = onQuality;
  }

  begin(link: Sending): void {
    this.end();
    this.#link = link;
    this.#ladder = new BitrateLadder();
    const meter = new QualityMeter();
    this.#timer = setInterval(async () => {
      const quality = meter.take(await link.stats(), Date.now());
      if (!quality || this.#link !== link) return;
      this.#onQuality(quality);
      if (this.#ladder.look(quality)) this.#apply();
    }, LOOK_MS);
  }

  blur(on: boolean): void {
    this.#blurred = on;
    this.#apply();
  }

  /** A new track is sent: the limit applies to it as well. */
  begun(): void {
    if (this.#limit) this.#apply();
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#link) this.#onQuality(null);
    this.#link = null;
    this.#blurred = false;
  }

  get #limit(): VideoLimit | null {
    return this.#blurred ? BLURRED : this.#ladder.limit;
  }

  #apply(): void {
    void this.#link?.limitVideo(this.#limit);
  }
}
