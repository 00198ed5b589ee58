import { trace } from "@/lib/trace";
import { watchBlurWish } from "@/transport/media/background-blur";
import { chooseDevice, type DeviceChoice } from "@/transport/media/device-choice";
import type { MediaPlatform } from "@/transport/media/media-platform";
import type { MediaState } from "@/transport/media/media-state";
import type { LinkPort } from "./link-port";
import { OwnMedia } from "./own-media";
import type { Dispatch, Handlers } from "./port";
import type { Store } from "./store";

/** The visitor's camera, microphone and screen. */
export class MediaPort {
  readonly #dispatch: Dispatch;
  readonly #store: Store;
  readonly #media: OwnMedia;
  /** Call nothing after it. */
  readonly dispose: () => void;

  constructor(dispatch: Dispatch, store: Store, link: LinkPort, platform: MediaPlatform) {
    this.#dispatch = dispatch;
    this.#store = store;
    this.#media = new OwnMedia(
      {
        media: (media) => this.#changed(media),
        screen: (screen) => {
          store.show({ screen });
          dispatch({ type: "screen-changed", on: screen !== null });
        },
        sends: (kind, track) => link.sendInstead(kind, track),
        sendsNext: (kind, track) => link.sendNext(kind, track),
        news: (device, news) => dispatch({ type: "device-news", device, news }),
      },
      platform,
    );
    this.dispose = watchBlurWish(() => this.#media.renewCamera());
  }

  readonly handlers: Handlers<
    "open-media" | "close-media" | "share" | "ask-again" | "share-screen"
  > = {
    "open-media": ({ want }) => this.#media.open(want),
    "close-media": () => this.#media.close(),
    share: ({ microphone, camera }) => this.#media.share(microphone, camera),
    "ask-again": ({ device }) => this.#media.askAgain(device),
    "share-screen": ({ on }) => this.#media.shareScreen(on),
  };

  get stream(): MediaStream | null {
    return this.#media.stream;
  }

  /** Ends the shared screen with the conversation. */
  endScreen(): void {
    this.#media.endScreen();
  }

  /** Switches to the other camera of a phone. */
  async turnCamera(): Promise<void> {
    await this.#media.turnCamera();
  }

  /** Selects a camera or microphone, now and for later visits. */
  async chooseDevice(kind: keyof DeviceChoice, id: string): Promise<void> {
    chooseDevice(kind, id);
    if (this.#media.stream) await this.#media.switchDevice(kind);
    else {
      const want = kind === "camera" ? "camera-and-microphone" : this.#media.want;
      this.#dispatch({ type: "reopen", want });
    }
  }

  #changed(media: MediaState): void {
    if (media !== this.#store.snapshot.media) this.#store.show({ media });
    trace.add("media", media.at, media.at === "problem" ? media.problem : "");
    if (media.at === "open") {
      const { hasMicrophone: microphone, hasCamera: camera } = media;
      const idle = { microphone: media.microphone !== "live", camera: media.camera !== "live" };
      this.#dispatch({ type: "media-open", microphone, camera, idle });
    }
    if (media.at === "problem") {
      const { problem, devices } = media;
      this.#dispatch({ type: "media-problem", problem, ...(devices ? { devices } : {}) });
    }
  }
}
