import { loadCode, repeatable } from "@/lib/load-code";
import { blurState, blurWished, showBlur, watchBlur } from "./background-blur";

export type Devices = Pick<MediaDevices, "getUserMedia">;

/** The name of the error if the background cannot be blurred: then the camera stays closed. */
export const NO_BLUR = "NoBlurError";

/**
 * Opens devices with a blurred camera. Returns null after `signal`; rejects with NO_BLUR, or as
 * getUserMedia does. `needed`: whether the camera is still to be opened; asked after the blur has
 * loaded.
 */
export type OpenBlurred = (
  devices: Devices,
  wanted: MediaStreamConstraints,
  signal: AbortSignal,
  needed: () => boolean,
) => Promise<MediaStream | null>;

/** Loaded only for visitors who wish it. */
const importBlurred = repeatable(
  () => import("./blurred-camera"),
  (m) => m.openBlurred,
);
const openLoaded: OpenBlurred = async (...asked) => {
  const open = await loadCode(importBlurred).catch((error) => {
    throw new DOMException(String(error), NO_BLUR);
  });
  return open(...asked);
};

/**
 * The devices as the visitor wants to be seen: while the background should be blurred, no picture
 * leaves here that shows it.
 */
export function blurringDevices(
  devices: Devices,
  needed: (camera: boolean) => boolean,
  openBlurred = openLoaded,
): Devices {
  return {
    async getUserMedia(wanted = {}) {
      // The visitor may change the wish while the browser asks, or the blur loads.
      for (;;) {
        const camera = Boolean(wanted.video);
        const isPlain = !camera || !blurWished();
        if (!needed(camera)) throw new DOMException("closed meanwhile", "AbortError");
        if (!isPlain && blurState() === "failed") throw new DOMException("no blur", NO_BLUR);
        const change = new AbortController();
        const unwatch = watchBlur("wish", () => change.abort());
        try {
          const stream = isPlain
            ? await devices.getUserMedia(wanted)
            : await openBlurred(devices, wanted, change.signal, () => needed(camera));
          if (stream && (!camera || isPlain !== blurWished())) return stream;
          for (const track of stream?.getTracks() ?? []) track.stop();
        } catch (error) {
          if (change.signal.aborted) continue;
          if (error instanceof DOMException && error.name === NO_BLUR) showBlur("failed");
          throw error;
        } finally {
          unwatch();
        }
      }
    },
  };
}
