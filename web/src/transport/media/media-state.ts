import type { DeviceKind, DeviceProblem } from "./device-asking";

export const KINDS = ["camera", "microphone"] as const satisfies readonly DeviceKind[];

/** The devices to request from the browser. */
export type MediaWant = "camera-and-microphone" | "microphone";

export type MediaProblem =
  | DeviceProblem
  | "insecure" // Browsers give no camera to a page without https.
  | "unsupported"; // A browser without the API.

/** Why each requested device failed to open. */
export type DeviceProblems = Readonly<Partial<Record<DeviceKind, DeviceProblem>>>;

export type DeviceState =
  | "live"
  | "paused" // By the system: a key, a closed lid, a phone call.
  | "off" // The visitor switched it off, and it is released.
  | "opening"
  | DeviceProblem;

export type MediaState =
  | { readonly at: "closed" }
  | { readonly at: "opening" }
  | {
      readonly at: "open";
      readonly stream: MediaStream;
      /** The device exists, or can be switched on. */
      readonly hasCamera: boolean;
      readonly hasMicrophone: boolean;
      readonly camera: DeviceState;
      readonly microphone: DeviceState;
      /** The browser's ids of the open devices. Components read these: the stream is mutable. */
      readonly inUse?: Readonly<Partial<Record<DeviceKind, string | undefined>>>;
    }
  | {
      readonly at: "problem";
      readonly problem: MediaProblem;
      readonly devices?: DeviceProblems;
    };

/** A change of a device that the visitor did not cause. */
export type DeviceNews = "replaced" | "lost" | DeviceProblem;

/** The devices that exist but failed to open: the visitor can request them again. */
export function problemsOf(
  media: MediaState,
): Partial<Record<DeviceKind, Exclude<DeviceProblem, "no-device">>> {
  if (media.at !== "open") return {};
  return Object.fromEntries(
    KINDS.filter((kind) => isProblem(media[kind]) && media[kind] !== "no-device").map((kind) => [
      kind,
      media[kind],
    ]),
  );
}

/** The state if no wanted device opened. */
export function problemState(
  wanted: readonly DeviceKind[],
  device: Readonly<Record<DeviceKind, DeviceState>>,
): MediaState {
  const states = wanted.map((kind) => [kind, device[kind]] as const);
  const devices: DeviceProblems = Object.fromEntries(
    states.filter(([, state]) => isProblem(state)),
  );
  const [problem = "failed", ...others] = new Set(Object.values(devices));
  const alike = others.length === 0 && wanted.length > 1;
  return { at: "problem", problem, ...(alike ? {} : { devices }) };
}

export function pausedOf(media: MediaState): readonly DeviceKind[] {
  return media.at === "open" ? KINDS.filter((kind) => media[kind] === "paused") : [];
}

export function isProblem(state: DeviceState): state is DeviceProblem {
  return state !== "live" && state !== "paused" && state !== "off" && state !== "opening";
}
