import { blurState, dropBlur, tryBlurAgain } from "./background-blur";
import { blurringDevices } from "./blurring-devices";
import {
  askFor,
  askForAll,
  type DeviceKind,
  devicePermission,
  facing,
  isThere,
  type Permission,
  TRACK_KIND,
  triesFor,
} from "./device-asking";
import { type DeviceChoice, deviceChoice } from "./device-choice";
import type { MediaPlatform } from "./media-platform";
import {
  type DeviceNews,
  type DeviceState,
  isProblem,
  KINDS,
  type MediaState,
  type MediaWant,
  problemState,
} from "./media-state";
import { blackPicture, type StillPicture } from "./still-picture";

/** A device that ended is replaced this many times before the visitor has to choose one. */
const TAKEOVERS_MAX = 5;

const BOTH: MediaWant = "camera-and-microphone";

/**
 * Owns the camera and the microphone: opened once a visit, kept from partner to partner, released
 * on close. A camera that is switched off is released as well. A microphone that is switched off is
 * only muted: to open it again would cut off the next word and switch a Bluetooth headset to
 * another audio profile.
 */
export class LocalMedia {
  readonly #platform: MediaPlatform;
  readonly #changed: (state: MediaState) => void;
  readonly #news: (kind: DeviceKind, news: DeviceNews) => void;
  #state: MediaState = { at: "closed" };
  #opening: Promise<MediaState> | null = null;
  #exchanging: Promise<unknown> = Promise.resolve();
  #generation = 0;
  #want: MediaWant = BOTH;
  readonly #on: Record<DeviceKind, boolean> = { camera: true, microphone: true };
  readonly #device: Record<DeviceKind, DeviceState> = { camera: "off", microphone: "off" };
  /** The track in the stream while the camera is off. */
  #still: StillPicture | null = null;
  /** The camera to open again. */
  #lastCamera: string | null = null;
  #takeovers = 0;

  constructor(
    changed: (state: MediaState) => void,
    platform: MediaPlatform,
    news: (kind: DeviceKind, news: DeviceNews) => void = () => {},
  ) {
    this.#changed = changed;
    this.#platform = platform;
    this.#news = news;
  }

  get state(): MediaState {
    return this.#state;
  }

  get stream(): MediaStream | null {
    return this.#state.at === "open" ? this.#state.stream : null;
  }

  /** The latest request; both devices after close. */
  get want(): MediaWant {
    return this.#want;
  }

  /** Opens the devices, or returns the open ones. Two calls at once ask the visitor once. */
  open(want: MediaWant): Promise<MediaState> {
    if (this.#state.at === "open") return Promise.resolve(this.#state);
    if (this.#opening) return this.#opening;
    this.#want = want;
    const opening = this.#acquire(want).finally(() => {
      // A request that was closed meanwhile may end after the next one has started.
      if (this.#opening === opening) this.#opening = null;
    });
    this.#opening = opening;
    return opening;
  }

  setMicrophone(on: boolean): void {
    this.#on.microphone = on;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = on;
  }

  setCamera(on: boolean): void {
    this.#on.camera = on;
    this.#heedCamera();
  }

  /** Asks again for a device that failed to open. Call only after a press of the visitor. */
  askAgain(kind: DeviceKind): void {
    this.#takeovers = 0;
    if (this.#state.at === "open" && isProblem(this.#device[kind])) this.#begin(kind);
  }

  /** Closes an open camera and opens it as the visitor now wishes: blurred, or not. */
  renewCamera(): void {
    const { camera } = this.#device;
    // The microphone failed as well as the blur.
    if (this.#state.at === "problem" && camera === "failed") void this.open(this.#want);
    if (this.#state.at !== "open" || !["live", "paused", "failed"].includes(camera)) return;
    // Nobody gets the old picture meanwhile.
    this.#release();
    this.#heedCamera();
  }

  /**
   * Switches to the camera on the other side of the phone. Returns the new track, or null if it
   * fails to open or no camera is open.
   */
  turnCamera(): Promise<MediaStreamTrack | null> {
    return this.#inTurn(() => {
      const old = this.#trackOf("camera");
      if (!old) return null;
      const now = old.getSettings().facingMode ?? "user";
      const other = now === "user" ? "environment" : "user";
      return this.#exchange("camera", [facing(other), facing(now)]);
    });
  }

  /**
   * Switches to the chosen device. Returns the new track, or null if it fails to open or is
   * switched off.
   */
  switchDevice(kind: DeviceKind): Promise<MediaStreamTrack | null> {
    this.#takeovers = 0;
    tryBlurAgain();
    return this.#inTurn(() => {
      if (kind === "camera") this.#lastCamera = null;
      if (this.#device[kind] === "off") return null;
      const old = this.#trackOf(kind);
      const wanted = this.#choice()[kind];
      const before = old?.getSettings().deviceId ?? null;
      // A device that was unplugged and plugged in again has the same id, and must be opened again.
      if (wanted !== null && wanted === before && old?.readyState === "live") return null;
      return this.#exchange(kind, triesFor(kind, [wanted, before]));
    });
  }

  close(): void {
    this.#generation += 1;
    this.#opening = null;
    this.#want = BOTH;
    this.#lastCamera = null;
    const stream = this.stream;
    for (const kind of KINDS) this.#device[kind] = "off";
    if (this.#state.at !== "closed") this.#set({ at: "closed" });
    for (const track of stream?.getTracks() ?? []) track.stop();
    this.#endStill();
    dropBlur();
  }

  async #acquire(want: MediaWant): Promise<MediaState> {
    const generation = ++this.#generation;
    this.#takeovers = 0;
    tryBlurAgain();
    this.#set({ at: "opening" });
    const devices = this.#devicesFor(() => generation === this.#generation);
    if (!this.#platform.secure || !devices) {
      this.#set({ at: "problem", problem: this.#platform.secure ? "unsupported" : "insecure" });
      return this.#state;
    }
    // A device that is switched off is never opened, not even briefly.
    const wanted = want === BOTH ? KINDS : (["microphone"] as const);
    const kinds = wanted.filter((kind) => kind === "microphone" || this.#on.camera);
    const { stream, problems } = await askForAll(devices, {
      kinds,
      choice: this.#choice(),
      permission: (kind) => this.#permission(kind),
    });
    if (generation !== this.#generation) {
      // Closed during the request: the camera's light must not stay on.
      for (const track of stream?.getTracks() ?? []) track.stop();
      return { at: "closed" };
    }
    for (const kind of wanted) this.#device[kind] = "off";
    for (const kind of kinds) this.#device[kind] = problems[kind] ?? this.#found(kind, stream);
    if (want !== BOTH && !isProblem(this.#device.camera)) this.#device.camera = "no-device";
    this.#opened(stream, wanted);
    return this.#state;
  }

  /** A browser may return fewer devices than requested. */
  #found(kind: DeviceKind, stream: MediaStream | null): DeviceState {
    return stream?.getTracks().some((one) => one.kind === TRACK_KIND[kind]) ? "live" : "no-device";
  }

  #opened(taken: MediaStream | null, wanted: readonly DeviceKind[]): void {
    if (!taken && wanted.every((kind) => isProblem(this.#device[kind]))) {
      this.#set(problemState(wanted, this.#device));
      return;
    }
    const stream = taken ?? new MediaStream();
    for (const track of stream.getTracks()) this.#adopt(track);
    this.#state = { at: "open", stream, ...this.#states() };
    this.#still = this.#device.camera === "off" ? this.#addStill(stream) : null;
    this.#update();
    for (const kind of wanted) {
      const state = this.#device[kind];
      if (isProblem(state)) this.#news(kind, state);
    }
    this.#heedCamera();
  }

  /** Opens or releases the camera according to the visitor's wish. */
  #heedCamera(): void {
    if (this.#state.at !== "open") return;
    const { camera } = this.#device;
    if (!this.#on.camera && !isProblem(camera)) this.#release();
    if (this.#on.camera && camera === "off") this.#begin("camera");
  }

  #begin(kind: DeviceKind): void {
    if (kind === "camera") tryBlurAgain();
    this.#device[kind] = "opening";
    this.#update();
    void this.#inTurn(() => this.#reopen(kind));
  }

  #release(): void {
    const { stream } = this;
    const track = this.#trackOf("camera");
    if (!stream || this.#device.camera === "off") return;
    this.#device.camera = "off";
    if (track) {
      this.#lastCamera = track.getSettings().deviceId ?? null;
      track.stop();
      stream.removeTrack(track);
    }
    this.#still ??= this.#addStill(stream);
    this.#update();
  }

  async #reopen(kind: DeviceKind): Promise<MediaStreamTrack | null> {
    if (this.#device[kind] !== "opening") return null;
    const last = kind === "camera" ? this.#lastCamera : null;
    const track = await this.#exchange(kind, triesFor(kind, [last ?? this.#choice()[kind], null]));
    const state = this.#device[kind];
    if (!track && isProblem(state)) this.#news(kind, state);
    return track;
  }

  /** A device was unplugged, or its permission revoked. */
  #ended(kind: DeviceKind, track: MediaStreamTrack): void {
    const { devices } = this.#platform;
    if (!devices || !this.stream?.getTracks().includes(track)) return;
    const looks = this.#takeovers < TAKEOVERS_MAX && "enumerateDevices" in devices;
    this.#device[kind] = looks ? "opening" : "no-device";
    this.#update();
    if (looks) void this.#inTurn(() => this.#takeOver(kind, devices));
    else this.#news(kind, "lost");
  }

  async #takeOver(kind: DeviceKind, devices: MediaDevices): Promise<MediaStreamTrack | null> {
    if (this.#device[kind] !== "opening") return null;
    this.#takeovers += 1;
    const generation = this.#generation;
    const another = await isThere(devices, kind);
    const track = another ? await this.#exchange(kind, triesFor(kind, [null])) : null;
    if (generation !== this.#generation || this.#isOff(kind)) return null;
    const unblurred = blurState() === "failed" && isProblem(this.#device[kind]);
    if (!track && !unblurred) {
      const permission = await this.#permission(kind);
      if (generation !== this.#generation || this.#isOff(kind)) return null;
      this.#device[kind] = permission === "denied" ? "denied" : "no-device";
      this.#update();
    }
    this.#news(kind, track ? "replaced" : unblurred ? "failed" : "lost");
    return track;
  }

  /** Runs the steps one after the other: two at once would leave two tracks. */
  #inTurn(act: () => Promise<MediaStreamTrack | null> | null): Promise<MediaStreamTrack | null> {
    const turn = this.#exchanging.then(act);
    this.#exchanging = turn.catch(() => {});
    return turn;
  }

  /** Replaces the track in the stream by the first of `tries` that opens. */
  async #exchange(
    kind: DeviceKind,
    tries: readonly MediaStreamConstraints[],
  ): Promise<MediaStreamTrack | null> {
    const { stream } = this;
    const needed = () => stream !== null && this.stream === stream && !this.#isOff(kind);
    const devices = this.#devicesFor(needed);
    if (!stream || !devices) return null;
    // Many phones open only one camera at a time: the old one is stopped first.
    const old = this.#trackOf(kind);
    old?.stop();
    const answer = await askFor(devices, tries);
    const track = typeof answer === "string" ? undefined : answer.getTracks()[0];
    if (!needed()) {
      track?.stop();
      return null;
    }
    if (!track) {
      this.#device[kind] = typeof answer === "string" ? answer : "no-device";
      this.#update();
      return null;
    }
    if (old) stream.removeTrack(old);
    if (kind === "camera" && this.#still) stream.removeTrack(this.#still.track);
    stream.addTrack(track);
    this.#device[kind] = "live";
    this.#adopt(track);
    this.#update();
    // Only after no connection sends it any more.
    if (kind === "camera") this.#endStill();
    return track;
  }

  /** Adds a track; one that replaces a muted microphone is muted. */
  #adopt(track: MediaStreamTrack): void {
    const kind = track.kind === "video" ? "camera" : "microphone";
    if (kind === "microphone") track.enabled = this.#on.microphone;
    track.addEventListener("ended", () => this.#ended(kind, track));
    for (const event of ["mute", "unmute"]) track.addEventListener(event, () => this.#update());
  }

  /** Whether the device is switched off, also during a request. */
  #isOff(kind: DeviceKind): boolean {
    return this.#device[kind] === "off";
  }

  /** Undefined if the browser has none. `needed`: whether the request is still of use. */
  #devicesFor(needed: () => boolean) {
    const { devices, loadBlur } = this.#platform;
    return devices?.getUserMedia && blurringDevices(devices, needed, loadBlur);
  }

  #permission(kind: DeviceKind): Promise<Permission> {
    return (this.#platform.permission ?? devicePermission)(kind);
  }

  #choice(): DeviceChoice {
    return (this.#platform.choice ?? deviceChoice)();
  }

  /** The device's own track, without the black picture. */
  #trackOf(kind: DeviceKind): MediaStreamTrack | undefined {
    const still = this.#still?.track;
    const tracks = this.stream?.getTracks() ?? [];
    return tracks.find((track) => track.kind === TRACK_KIND[kind] && track !== still);
  }

  #openId(kind: DeviceKind): string | undefined {
    const track = this.#trackOf(kind);
    return track?.readyState === "live" ? track.getSettings().deviceId : undefined;
  }

  #addStill(stream: MediaStream): StillPicture | null {
    const still = (this.#platform.stillPicture ?? blackPicture)();
    if (still) stream.addTrack(still.track);
    return still;
  }

  #endStill(): void {
    this.#still?.end();
    this.#still = null;
  }

  /** A device was plugged in, unplugged or paused. */
  #update(): void {
    if (this.#state.at !== "open") return;
    const devices = this.#states();
    if (!devices.hasCamera && !devices.hasMicrophone) {
      this.#endStill();
      this.#set(problemState(this.#want === BOTH ? KINDS : ["microphone"], this.#device));
    } else this.#set({ ...this.#state, ...devices });
  }

  #states() {
    for (const kind of KINDS) {
      const state = this.#device[kind];
      if (state !== "live" && state !== "paused") continue;
      this.#device[kind] = this.#trackOf(kind)?.muted ? "paused" : "live";
    }
    const { camera, microphone } = this.#device;
    const [hasCamera, hasMicrophone] = [!isProblem(camera), !isProblem(microphone)];
    const inUse = { camera: this.#openId("camera"), microphone: this.#openId("microphone") };
    return { camera, microphone, hasCamera, hasMicrophone, inUse };
  }

  #set(state: MediaState): void {
    this.#state = state;
    this.#changed(state);
  }
}
