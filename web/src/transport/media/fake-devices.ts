import type { DeviceKind, Permission } from "./device-asking";
import type { MediaPlatform } from "./media-platform";

export class FakeTrack extends EventTarget {
  enabled = true;
  muted = false;
  readyState = "live";
  readonly kind: "audio" | "video";
  readonly #device: string | undefined;
  constructor(kind: "audio" | "video", device?: string) {
    super();
    this.kind = kind;
    this.#device = device;
  }
  getSettings = () => ({ deviceId: this.#device });
  stop() {
    this.readyState = "ended";
  }
  isUnplugged() {
    this.stop();
    this.dispatchEvent(new Event("ended"));
  }
  /** Paused or resumed by the system. */
  isPaused(muted: boolean) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }
}

export class FakeStream {
  readonly tracks: FakeTrack[];
  constructor(kinds: ("audio" | "video")[], device?: string) {
    this.tracks = kinds.map((kind) => new FakeTrack(kind, device));
  }
  addTrack = (track: FakeTrack) => void this.tracks.push(track);
  removeTrack = (track: FakeTrack) => void this.tracks.splice(this.tracks.indexOf(track), 1);
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks.filter((t) => t.kind === "audio");
  getVideoTracks = () => this.tracks.filter((t) => t.kind === "video");
}

type Kind = "audio" | "video";
const KIND = { audio: "microphone", video: "camera" } as const;

/**
 * A browser with cameras and microphones that are plugged in, unplugged and refused, each on its
 * own.
 */
export class FakeBrowser {
  /** Every request, by the devices that it asked for. */
  readonly asked: string[] = [];
  readonly taken: FakeTrack[] = [];
  /** The existing devices, the default first. */
  readonly there: Record<DeviceKind, string[]> = { camera: ["front"], microphone: ["desk"] };
  /** The name of the error with which the browser refuses a device. */
  readonly refuses: Partial<Record<DeviceKind, string>> = {};
  readonly permissions: Record<DeviceKind, Permission> = {
    camera: "granted",
    microphone: "granted",
  };
  readonly stillPictures: FakeTrack[] = [];

  get platform(): MediaPlatform {
    return {
      devices: this as unknown as MediaDevices,
      secure: true,
      choice: () => ({ camera: null, microphone: null }),
      permission: async (kind) => this.permissions[kind],
      stillPicture: () => {
        const track = new FakeTrack("video", "still");
        this.stillPictures.push(track);
        return { track: track as unknown as MediaStreamTrack, end: () => track.stop() };
      },
    };
  }

  /** The devices that are captured now. */
  get live(): readonly string[] {
    return this.taken
      .filter((track) => track.readyState === "live")
      .map((track) => String(track.getSettings().deviceId));
  }

  getUserMedia = async (wanted: MediaStreamConstraints) => {
    const kinds = (["audio", "video"] as const).filter((kind) => wanted[kind]);
    this.asked.push(kinds.map((kind) => KIND[kind]).join(" and "));
    const stream = new FakeStream([]);
    for (const kind of kinds) stream.addTrack(this.#open(kind, wanted[kind]));
    this.taken.push(...stream.tracks);
    return stream;
  };

  enumerateDevices = async () =>
    (["audio", "video"] as const).flatMap((kind) =>
      this.there[KIND[kind]].map((id) => ({ kind: `${kind}input`, deviceId: id, label: id })),
    );

  /** Removes a device, as when its cable is pulled. */
  unplug(kind: DeviceKind, id: string): void {
    const { there } = this;
    there[kind] = there[kind].filter((one) => one !== id);
    for (const track of this.taken) {
      if (track.readyState === "live" && track.getSettings().deviceId === id) track.isUnplugged();
    }
  }

  #open(kind: Kind, wanted: MediaStreamConstraints[Kind]): FakeTrack {
    const refusal = this.refuses[KIND[kind]];
    if (refusal) throw new DOMException("no", refusal);
    const { deviceId } = wanted as MediaTrackConstraints;
    const exact = (deviceId as ConstrainDOMStringParameters | undefined)?.exact as
      | string
      | undefined;
    const there = this.there[KIND[kind]];
    if (exact !== undefined && !there.includes(exact)) {
      throw new DOMException("no", "OverconstrainedError");
    }
    const id = exact ?? there[0];
    if (id === undefined) throw new DOMException("no", "NotFoundError");
    return new FakeTrack(kind, id);
  }
}
