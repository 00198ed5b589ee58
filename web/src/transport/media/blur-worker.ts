import type { Camera, Loaded } from "@/lib/background-blur/background-blur-worker";
import workerUrl from "@/lib/background-blur/background-blur-worker?worker&url";
import { ownScript } from "@/lib/own-script";
import { NoBlur } from "./background-blur";

/**
 * A worker without a camera is kept this long, in ms: the next camera, or the next try to open one,
 * does not load the model again.
 */
const KEEP_MS = 10_000;

/** The page's only one, if any. */
let present: BlurWorker | null = null;

/** A worker with the model. It blurs one camera after the other. */
export class BlurWorker {
  readonly #worker = new Worker(ownScript(workerUrl), { type: "module" });
  /** Rejects with NoBlur. */
  readonly loaded: Promise<void>;
  #users = 0;
  #ending: ReturnType<typeof setTimeout> | undefined;

  /** Loads the model, unless the page has it. Every user leaves once. Throws NoBlur. */
  static take(): BlurWorker {
    try {
      present ??= new BlurWorker();
    } catch (error) {
      throw new NoBlur(error);
    }
    present.#users += 1;
    clearTimeout(present.#ending);
    return present;
  }

  private constructor() {
    this.loaded = new Promise((resolve, reject) => {
      this.onCrash((why) => reject(new NoBlur(why)));
      this.#worker.onmessage = ({ data }: MessageEvent<Loaded>) =>
        data === "ready" ? resolve() : reject(new NoBlur(data));
    });
    this.loaded.catch(() => this.end());
  }

  onCrash(crashed: (why: string) => void, signal?: AbortSignal): void {
    const tell = (event: ErrorEvent) => crashed(event.message);
    this.#worker.addEventListener("error", tell, signal && { signal });
  }

  blur(camera: Camera, transfer: Transferable[]): void {
    this.#worker.postMessage(camera, transfer);
  }

  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#ending = setTimeout(() => this.end(), KEEP_MS);
  }

  /** It does not work, or is not needed. The next user gets another one. */
  end(): void {
    this.#worker.terminate();
    if (present === this) present = null;
  }
}
