import { showBlur, wishBlur } from "./background-blur";
import type { Devices } from "./devices";

/** The part of Media Capture Extensions that TypeScript does not know yet. */
interface WithBlur {
  readonly backgroundBlur?: boolean;
}

/** The browser knows background blur, but not of this visitor's camera. */
let missing = false;

/** Opens a camera whose background the browser or the system blurs; null if none offers that. */
export async function openBlurredByBrowser(
  devices: Devices,
  wanted: MediaStreamConstraints,
): Promise<MediaStream | null> {
  const known = (devices as Partial<MediaDevices>).getSupportedConstraints?.() as WithBlur;
  if (missing || !known?.backgroundBlur) return null;
  showBlur("idle");
  const stream = await devices.getUserMedia(wanted);
  const [camera] = stream.getVideoTracks();
  if (camera && (await blurs(camera))) return stream;
  missing = true;
  for (const track of stream.getTracks()) track.stop();
  return null;
}

async function blurs(camera: MediaStreamTrack): Promise<boolean> {
  const { backgroundBlur: able } = (camera.getCapabilities?.() ?? {}) as {
    readonly backgroundBlur?: readonly boolean[];
  };
  if (!able?.includes(true)) return false;
  const wasOn = isBlurred(camera);
  const ask = (backgroundBlur: boolean) =>
    camera.applyConstraints({ advanced: [{ backgroundBlur } as MediaTrackConstraintSet] });
  await ask(true).catch(() => {});
  if (!isBlurred(camera)) return false;
  // Switched off in the browser or the system: the camera opens again at once, with a blur of ours.
  camera.addEventListener("configurationchange", () => {
    if (camera.readyState === "ended" || isBlurred(camera)) return;
    missing = true;
    wishBlur(true);
  });
  if (!wasOn) {
    // The system may keep it for the camera, also for other programs.
    const stop = camera.stop.bind(camera);
    camera.stop = () => {
      if (camera.readyState === "live") void ask(false).catch(() => {});
      stop();
    };
  }
  return true;
}

function isBlurred(camera: MediaStreamTrack): boolean {
  return (camera.getSettings() as WithBlur).backgroundBlur === true;
}
