import type { TrackKind } from "@/transport/link/peer-link";
import type { DeviceKind } from "@/transport/media/device-asking";
import { LocalMedia } from "@/transport/media/local-media";
import type { MediaPlatform } from "@/transport/media/media-platform";
import type { DeviceNews, MediaState, MediaWant } from "@/transport/media/media-state";
import { ScreenShare } from "@/transport/media/screen-share";
import { SoundMix } from "@/transport/media/sound-mix";

export interface OwnMediaEvents {
  media(media: MediaState): void;
  screen(stream: MediaStream | null): void;
  /** From now on this track is sent to the partner. */
  sends(kind: TrackKind, track: MediaStreamTrack | null): void;
  /** From now on this track is sent to the next partner. */
  sendsNext(kind: TrackKind, track: MediaStreamTrack | null): void;
  news(kind: DeviceKind, news: DeviceNews): void;
}

/**
 * The visitor's camera and microphone, and the screen. While the screen replaces the camera, the
 * camera is released.
 */
export class OwnMedia {
  readonly #events: OwnMediaEvents;
  readonly #devices: LocalMedia;
  readonly #screen: ScreenShare;
  #camera = true;
  /** The track of each kind that was reported last. */
  readonly #notified = new Map<TrackKind, MediaStreamTrack | null>();
  /** While a screen with sound is shared. */
  #mix: SoundMix | null = null;

  constructor(events: OwnMediaEvents, platform: MediaPlatform) {
    this.#events = events;
    this.#devices = new LocalMedia((media) => this.#changed(media), platform, events.news);
    this.#screen = new ScreenShare((screen) => {
      const track = (screen ?? this.stream)?.getVideoTracks()[0] ?? null;
      this.#events.sends("video", track);
      this.#mixSound(screen?.getAudioTracks()[0]);
      this.#events.screen(screen);
      this.#switchCamera();
    });
  }

  get state(): MediaState {
    return this.#devices.state;
  }

  get want(): MediaWant {
    return this.#devices.want;
  }

  /** The stream of the devices. */
  get stream(): MediaStream | null {
    return this.#devices.stream;
  }

  open(want: MediaWant): void {
    // The devices are still open: no change follows that would report them.
    if (this.state.at === "open") this.#events.media(this.state);
    else void this.#devices.open(want);
  }

  close(): void {
    this.#devices.close();
  }

  share(microphone: boolean, camera: boolean): void {
    this.#camera = camera;
    this.#devices.setMicrophone(microphone);
    this.#switchCamera();
  }

  askAgain(kind: DeviceKind): void {
    this.#devices.askAgain(kind);
  }

  renewCamera(): void {
    this.#devices.renewCamera();
  }

  async turnCamera(): Promise<void> {
    await this.#devices.turnCamera();
  }

  async switchDevice(kind: DeviceKind): Promise<void> {
    await this.#devices.switchDevice(kind);
  }

  shareScreen(on: boolean): void {
    void this.#screen.share(on);
  }

  /** Ends the shared screen with the conversation. */
  endScreen(): void {
    if (!this.#screen.end()) return;
    this.#mix?.end();
    this.#mix = null;
    this.#events.screen(null);
    this.#switchCamera();
  }

  /**
   * Sends the sound of the screen together with the microphone. Without it, or if the browser cannot
   * mix them, sends the microphone alone.
   */
  #mixSound(screen: MediaStreamTrack | undefined): void {
    if (!screen && !this.#mix) return;
    const microphone = this.stream?.getAudioTracks()[0] ?? null;
    this.#mix?.end();
    this.#mix = screen ? SoundMix.of(screen, microphone) : null;
    this.#events.sends("audio", this.#mix ? this.#mix.track : microphone);
  }

  #switchCamera(): void {
    this.#devices.setCamera(this.#camera && !this.#screen.stream);
  }

  #changed(media: MediaState): void {
    if (media.at === "closed") this.#notified.clear();
    if (media.at === "open") {
      this.#tell("audio", media.stream.getAudioTracks());
      this.#tell("video", media.stream.getVideoTracks());
    }
    this.#events.media(media);
  }

  #tell(kind: TrackKind, tracks: readonly MediaStreamTrack[]): void {
    const track = tracks[0] ?? null;
    if (track === (this.#notified.get(kind) ?? null)) return;
    this.#notified.set(kind, track);
    this.#events.sendsNext(kind, track);
    if (kind === "audio" && this.#mix) {
      if (this.#mix.setMicrophone(track)) return;
      this.#mix.end();
      this.#mix = null;
    }
    if (kind === "audio" || !this.#screen.stream) this.#events.sends(kind, track);
  }
}
