import type { DeviceChoice } from "./device-choice";
import type { Devices } from "./devices";

// How to request camera and microphone, and what the browser's refusals mean. Each device has its
// own result.

export type DeviceKind = keyof DeviceChoice;

export type DeviceProblem =
  | "denied" // The visitor or the system refused.
  | "no-device" // It does not exist, or was unplugged.
  | "busy" // Another program uses it.
  | "failed"; // Any other reason.

export type Permission = "granted" | "denied" | "prompt" | "unknown";

export const TRACK_KIND = { camera: "video", microphone: "audio" } as const;

const COMMON: Readonly<Record<DeviceKind, MediaTrackConstraints>> = {
  camera: {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    facingMode: "user",
  },
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

/** `ids`: the devices to try, in this order; null lets the browser choose. */
export function triesFor(
  kind: DeviceKind,
  ids: readonly (string | null)[],
): readonly MediaStreamConstraints[] {
  return [...new Set(ids)].map((id) => ({ [TRACK_KIND[kind]]: constraintsOf(kind, id) }));
}

export function facing(facingMode: string): MediaStreamConstraints {
  return { video: { ...COMMON.camera, facingMode } };
}

/** Opens the first of `tries` that works, or returns why none does. */
export async function askFor(
  devices: Devices,
  tries: readonly MediaStreamConstraints[],
): Promise<MediaStream | DeviceProblem> {
  let problem: DeviceProblem = "failed";
  for (const constraints of tries) {
    try {
      return await devices.getUserMedia(constraints);
    } catch (error) {
      problem = problemOf(error);
      if (problem === "denied") break;
    }
  }
  return problem;
}

export interface Asked {
  /** Null if no device was opened. */
  readonly stream: MediaStream | null;
  readonly problems: Partial<Record<DeviceKind, DeviceProblem>>;
}

export interface Asking {
  readonly kinds: readonly DeviceKind[];
  readonly choice: DeviceChoice;
  readonly permission: (kind: DeviceKind) => Promise<Permission>;
}

/**
 * Requests all `kinds` at once. If that fails, requests each on its own, so that one does not cost
 * the other.
 */
export async function askForAll(devices: Devices, asking: Asking): Promise<Asked> {
  const { kinds, choice, permission } = asking;
  const chosen = kinds.some((kind) => choice[kind] !== null);
  let problem: DeviceProblem | null = null;
  for (const choose of chosen ? [true, false] : [false]) {
    const wanted = kinds.map((kind) => [
      TRACK_KIND[kind],
      constraintsOf(kind, choose ? choice[kind] : null),
    ]);
    try {
      return {
        stream: await devices.getUserMedia(Object.fromEntries(wanted)),
        problems: {},
      };
    } catch (error) {
      problem = problemOf(error);
      if (problem === "denied") break;
    }
  }
  if (problem === null || kinds.length === 1) return noneOf(kinds, problem ?? "failed");
  const refused = problem === "denied" ? await refusedAmong(kinds, permission) : [];
  let stream: MediaStream | null = null;
  const problems: Partial<Record<DeviceKind, DeviceProblem>> = {};
  for (const kind of kinds) {
    const answer = refused.includes(kind)
      ? "denied"
      : await askFor(devices, triesFor(kind, [choice[kind], null]));
    if (typeof answer === "string") problems[kind] = answer;
    else if (stream) for (const track of answer.getTracks()) stream.addTrack(track);
    else stream = answer;
  }
  return { stream, problems };
}

/**
 * The kinds that need no second request after a refusal. A question that the visitor only closed
 * counts as well: a browser blocks a page that keeps asking.
 */
async function refusedAmong(
  kinds: readonly DeviceKind[],
  permission: Asking["permission"],
): Promise<readonly DeviceKind[]> {
  const states = await Promise.all(kinds.map(permission));
  if (states.every((state) => state === "prompt")) return kinds;
  return kinds.filter((_, index) => states[index] === "denied");
}

function noneOf(kinds: readonly DeviceKind[], problem: DeviceProblem): Asked {
  return { stream: null, problems: Object.fromEntries(kinds.map((kind) => [kind, problem])) };
}

/** Whether the device exists and this page may use it: only then the browser reveals its name. */
export async function isThere(devices: MediaDevices, kind: DeviceKind): Promise<boolean> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all.some((one) => one.kind === `${TRACK_KIND[kind]}input` && one.label !== "");
}

/** The browser's answer to a request, without asking the visitor. */
export async function devicePermission(kind: DeviceKind): Promise<Permission> {
  try {
    const status = await navigator.permissions.query({ name: kind as PermissionName });
    return status.state;
  } catch {
    return "unknown";
  }
}

/** A camera chosen by the visitor may face in any direction. */
function constraintsOf(kind: DeviceKind, id: string | null): MediaTrackConstraints {
  const { facingMode: _, ...others } = COMMON[kind];
  return id === null ? COMMON[kind] : { ...others, deviceId: { exact: id } };
}

function problemOf(error: unknown): DeviceProblem {
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
    default:
      return "failed";
  }
}
