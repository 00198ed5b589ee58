import { recall, remember } from "@/lib/storage";

/**
 * The camera and microphone that the visitor chose, by this browser's ids; null: the browser
 * decides.
 */
export interface DeviceChoice {
  readonly camera: string | null;
  readonly microphone: string | null;
}

export interface DeviceOption {
  readonly id: string;
  /** Empty until the visitor permits the use of devices. */
  readonly label: string;
}

export interface DeviceList {
  readonly cameras: readonly DeviceOption[];
  readonly microphones: readonly DeviceOption[];
  readonly speakers: readonly DeviceOption[];
}

export const NO_DEVICES: DeviceList = { cameras: [], microphones: [], speakers: [] };

const KEYS = { camera: "nexus.camera", microphone: "nexus.microphone" } as const;

const read = (): DeviceChoice => ({
  camera: recall(() => localStorage, KEYS.camera),
  microphone: recall(() => localStorage, KEYS.microphone),
});

/** Chromium lists the system's loudspeakers again under these ids. */
const ALIASES: ReadonlySet<string> = new Set(["default", "communications"]);

let latest: DeviceChoice | null = null;
const listeners = new Set<() => void>();

/** The same object until a device is chosen, so that a component can subscribe to it. */
export function deviceChoice(): DeviceChoice {
  const now = read();
  const isSame = latest?.camera === now.camera && latest?.microphone === now.microphone;
  if (!isSame) latest = now;
  return latest ?? now;
}

/** Reports each choice until the returned function is called. */
export function watchDeviceChoice(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Takes effect when the devices are opened next. */
export function chooseDevice(kind: keyof DeviceChoice, id: string): void {
  remember(() => localStorage, KEYS[kind], id);
  for (const changed of listeners) changed();
}

/** Reports the devices, now and after each change, until the returned function is called. */
export function watchDevices(tell: (list: DeviceList) => void): () => void {
  const devices = navigator.mediaDevices;
  if (!devices?.enumerateDevices) return () => {};
  let watching = true;
  const look = async () => {
    const all = await devices.enumerateDevices().catch(() => []);
    const of = (kind: MediaDeviceKind) =>
      all
        .filter((d) => d.kind === kind && d.deviceId !== "")
        .map((d) => ({ id: d.deviceId, label: d.label }));
    if (!watching) return;
    tell({
      cameras: of("videoinput"),
      microphones: of("audioinput"),
      speakers: of("audiooutput").filter(({ id }) => !ALIASES.has(id)),
    });
  };
  void look();
  devices.addEventListener("devicechange", look);
  return () => {
    watching = false;
    devices.removeEventListener("devicechange", look);
  };
}
