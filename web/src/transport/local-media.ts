import { type DeviceChoice, deviceChoice } from "./device-choice";

/** What to ask the browser for. */
export type MediaWant = "camera-and-microphone" | "microphone";

export type MediaProblem =
  | "denied" // The visitor or the system said no.
  | "no-device" // Neither camera nor microphone.
  | "busy" // Another program holds the device.
  | "insecure" // Browsers give no camera to a page without https.
  | "unsupported" // A browser without the API.
  | "failed"; // Anything else.

export type MediaState =
  | { readonly at: "closed" }
  | { readonly at: "opening" }
  | {
      readonly at: "open";
      readonly stream: MediaStream;
      readonly hasCamera: boolean;
      readonly hasMicrophone: boolean;
    }
  | { readonly at: "problem"; readonly problem: MediaProblem };

export type Permission = "granted" | "denied" | "prompt" | "unknown";

const BOTH: MediaWant = "camera-and-microphone";
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  facingMode: "user",
};
const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

export interface MediaPlatform {
  readonly devices: MediaDevices | undefined;
  readonly secure: boolean;
  /** What the visitor chose; remembered on this device, unless a test says otherwise. */
  readonly choice?: () => DeviceChoice;
}

/** Owns the camera and the microphone: opened once a visit, kept from partner to partner, released on close. */
export class LocalMedia {
  readonly #platform: MediaPlatform;
  readonly #changed: (state: MediaState) => void;
  #state: MediaState = { at: "closed" };
  #opening: Promise<MediaState> | null = null;
  #exchanging: Promise<unknown> = Promise.resolve();
  #generation = 0;
  #want: MediaWant = BOTH;
  #microphone = true;
  #camera = true;

  constructor(changed: (state: MediaState) => void, platform: MediaPlatform) {
    this.#changed = changed;
    this.#platform = platform;
  }

  get state(): MediaState {
    return this.#state;
  }

  get stream(): MediaStream | null {
    return this.#state.at === "open" ? this.#state.stream : null;
  }

  /** What was asked for last; both, once it was given back. */
  get want(): MediaWant {
    return this.#want;
  }

  /** Opens the devices, or gives what is open already. Two calls at once ask the visitor once. */
  open(want: MediaWant): Promise<MediaState> {
    if (this.#state.at === "open") return Promise.resolve(this.#state);
    if (this.#opening) return this.#opening;
    this.#want = want;
    const opening = this.#acquire(want).finally(() => {
      // One that was closed meanwhile may end after the next has begun.
      if (this.#opening === opening) this.#opening = null;
    });
    this.#opening = opening;
    return opening;
  }

  setMicrophone(on: boolean): void {
    this.#microphone = on;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = on;
  }

  setCamera(on: boolean): void {
    this.#camera = on;
    for (const track of this.stream?.getVideoTracks() ?? []) track.enabled = on;
  }

  /** Takes the camera on the other side of the device; gives the new track, or null where there is no other one. */
  turnCamera(): Promise<MediaStreamTrack | null> {
    return this.#inTurn(() => {
      const [old] = this.stream?.getVideoTracks() ?? [];
      if (!old) return null;
      const facing = old.getSettings().facingMode ?? "user";
      const other = facing === "user" ? "environment" : "user";
      return this.#exchange(
        old,
        [other, facing].map((facingMode) => ({ video: { ...VIDEO, facingMode } })),
      );
    });
  }

  /** Takes the device that is chosen now; gives the new track, or null where it can not be had. */
  switchDevice(kind: keyof DeviceChoice): Promise<MediaStreamTrack | null> {
    return this.#inTurn(() => {
      const [name, common] =
        kind === "camera" ? (["video", VIDEO] as const) : (["audio", AUDIO] as const);
      const [old] = this.stream?.getTracks().filter((track) => track.kind === name) ?? [];
      const wanted = this.#choice()[kind];
      const before = old?.getSettings().deviceId ?? null;
      // One that was unplugged and is back is the same, and has to be opened again.
      if (wanted !== null && wanted === before && old?.readyState === "live") return null;
      return this.#exchange(
        old,
        [wanted, before].map((id) => ({ [name]: chosen(common, id) })),
      );
    });
  }

  close(): void {
    this.#generation += 1;
    this.#opening = null;
    this.#want = BOTH;
    const stream = this.stream;
    if (this.#state.at !== "closed") this.#set({ at: "closed" });
    for (const track of stream?.getTracks() ?? []) track.stop();
  }

  async #acquire(want: MediaWant): Promise<MediaState> {
    const generation = ++this.#generation;
    this.#set({ at: "opening" });
    const next = await this.#ask(want);
    if (generation === this.#generation) {
      if (next.at === "open") for (const track of next.stream.getTracks()) this.#obey(track);
      this.#set(next);
      return next;
    }
    // Closed while the browser was asking: the light of the camera must not stay on.
    if (next.at === "open") for (const track of next.stream.getTracks()) track.stop();
    return { at: "closed" };
  }

  /** One after the other: two at once would leave two tracks. */
  #inTurn(act: () => Promise<MediaStreamTrack | null> | null): Promise<MediaStreamTrack | null> {
    const turn = this.#exchanging.then(act);
    this.#exchanging = turn.catch(() => {});
    return turn;
  }

  /** The first that can be had of `tries` in the place of the old one, in the same stream. */
  async #exchange(
    old: MediaStreamTrack | undefined,
    tries: readonly MediaStreamConstraints[],
  ): Promise<MediaStreamTrack | null> {
    const { stream } = this;
    const { devices } = this.#platform;
    if (!stream || !devices) return null;
    const generation = this.#generation;
    // Many phones open one camera at a time: the old one has to go first.
    old?.stop();
    let track: MediaStreamTrack | undefined;
    for (const constraints of tries) {
      const taken = await devices.getUserMedia(constraints).catch(() => null);
      track = taken?.getTracks()[0];
      if (track) break;
    }
    if (generation !== this.#generation || this.stream !== stream) {
      track?.stop();
      return null;
    }
    if (!track) {
      this.#tracksChanged(stream);
      return null;
    }
    if (old) stream.removeTrack(old);
    stream.addTrack(track);
    this.#obey(track);
    track.addEventListener("ended", () => this.#tracksChanged(stream));
    this.#tracksChanged(stream);
    return track;
  }

  /** Whoever has switched its microphone off is not heard by another one. */
  #obey(track: MediaStreamTrack): void {
    track.enabled = track.kind === "video" ? this.#camera : this.#microphone;
  }

  #choice(): DeviceChoice {
    return (this.#platform.choice ?? deviceChoice)();
  }

  async #ask(want: MediaWant): Promise<MediaState> {
    const { devices, secure } = this.#platform;
    if (!secure) return { at: "problem", problem: "insecure" };
    if (!devices?.getUserMedia) return { at: "problem", problem: "unsupported" };
    const choice = this.#choice();
    const tries: MediaStreamConstraints[] =
      want === "microphone"
        ? [{ audio: chosen(AUDIO, choice.microphone) }, { audio: AUDIO }]
        : [
            { audio: chosen(AUDIO, choice.microphone), video: chosen(VIDEO, choice.camera) },
            // What was chosen may not be there any more, or another program may hold it.
            { audio: AUDIO, video: VIDEO },
            { audio: AUDIO },
            { video: VIDEO },
          ];
    // Without a choice the first two are the same.
    let chose = choice.microphone !== null || (want !== "microphone" && choice.camera !== null);
    if (!chose) tries.shift();
    let problem: MediaProblem = "failed";
    for (const constraints of tries) {
      try {
        return this.#opened(await devices.getUserMedia(constraints));
      } catch (error) {
        problem = problemOf(error);
        // Only what is missing is worth another try with less, and what is held one with another device. A refusal must
        // not be asked again.
        if (problem !== "no-device" && !(problem === "busy" && chose)) break;
        chose = false;
      }
    }
    return { at: "problem", problem };
  }

  #opened(stream: MediaStream): MediaState {
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => this.#tracksChanged(stream));
    }
    return {
      at: "open",
      stream,
      hasCamera: stream.getVideoTracks().length > 0,
      hasMicrophone: stream.getAudioTracks().length > 0,
    };
  }

  /** A device was unplugged or taken away, or another one took its place. */
  #tracksChanged(stream: MediaStream): void {
    if (this.#state.at !== "open" || this.#state.stream !== stream) return;
    const live = (track: MediaStreamTrack) => track.readyState === "live";
    const hasCamera = stream.getVideoTracks().some(live);
    const hasMicrophone = stream.getAudioTracks().some(live);
    this.#set(
      hasCamera || hasMicrophone
        ? { ...this.#state, hasCamera, hasMicrophone }
        : { at: "problem", problem: "no-device" },
    );
  }

  #set(state: MediaState): void {
    this.#state = state;
    this.#changed(state);
  }
}

/** A camera of choice may face anywhere. */
function chosen(constraints: MediaTrackConstraints, id: string | null): MediaTrackConstraints {
  const { facingMode: _, ...others } = constraints;
  return id === null ? constraints : { ...others, deviceId: { exact: id } };
}

function problemOf(error: unknown): MediaProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "no-device";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    case "TypeError":
      return "unsupported";
    default:
      return "failed";
  }
}

/** What the browser would answer, without asking the visitor. */
export async function cameraPermission(): Promise<Permission> {
  try {
    const status = await navigator.permissions.query({ name: "camera" as PermissionName });
    return status.state;
  } catch {
    return "unknown";
  }
}
