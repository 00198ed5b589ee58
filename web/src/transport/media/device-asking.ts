import type { DeviceChoice } from "./device-choice";

// How the browser is asked for camera and microphone, and what its refusals mean. Each device has an answer of its own.

export type DeviceKind = keyof DeviceChoice;

export type DeviceProblem =
  | "denied" // The visitor or the system said no.
  | "no-device" // There is none, or it was unplugged.
  | "busy" // Another program holds it.
  | "failed"; // Anything else.

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

/** `ids`: which devices to ask for, in this order; null leaves it to the browser. */
export function triesFor(
  kind: DeviceKind,
  ids: readonly (string | null)[],
): readonly MediaStreamConstraints[] {
  return [...new Set(ids)].map((id) => ({ [TRACK_KIND[kind]]: constraintsOf(kind, id) }));
}

export function facing(facingMode: string): MediaStreamConstraints {
  return { video: { ...COMMON.camera, facingMode } };
}

/** What can be had first of `tries`, or why nothing can. */
export async function askFor(
  devices: MediaDevices,
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
  /** Null where no device was opened. */
  readonly stream: MediaStream | null;
  readonly problems: Partial<Record<DeviceKind, DeviceProblem>>;
}

export interface Asking {
  readonly kinds: readonly DeviceKind[];
  readonly choice: DeviceChoice;
  readonly permission: (kind: DeviceKind) => Promise<Permission>;
}

/** Asks for all `kinds` in one question; where that fails, for each on its own, so that one does not cost the other. */
export async function askForAll(devices: MediaDevices, asking: Asking): Promise<Asked> {
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
 * What need not be asked for again after a refusal. A question that the visitor only closed is not asked once more either:
 * a browser blocks a page that goes on asking.
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

/** Whether there is such a device, and this page may use it: only then its name is told. */
export async function isThere(devices: MediaDevices, kind: DeviceKind): Promise<boolean> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all.some((one) => one.kind === `${TRACK_KIND[kind]}input` && one.label !== "");
}

/** What the browser would answer, without asking the visitor. */
export async function devicePermission(kind: DeviceKind): Promise<Permission> {
  try {
    const status = await navigator.permissions.query({ name: kind as PermissionName });
    return status.state;
  } catch {
    return "unknown";
  }
}

/** A camera of choice may face anywhere. */
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
