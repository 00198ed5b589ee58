import { blurWished, showBlur, watchBlurWish } from "./background-blur";
import type { Devices, OpenAsWished } from "./blurring-devices";

/** The name of the error if the background cannot be blurred: then the camera stays closed. */
export const NO_BLUR = "NoBlurError";

/**
 * Opens devices with a blurred camera. Returns null after `signal`; rejects with NO_BLUR, or as
 * getUserMedia does. `needed` is asked once the blur has loaded.
 */
export type OpenBlurred = (
  devices: Devices,
  wanted: MediaStreamConstraints,
  signal: AbortSignal,
  needed: () => boolean,
) => Promise<MediaStream | null>;

/** Follows the visitor, who may change the wish while the browser asks, or the blur loads. */
export function asWished(openBlurred: OpenBlurred): OpenAsWished {
  return async (devices, wanted, needed) => {
    while (needed()) {
      const wished = blurWished();
      const change = new AbortController();
      const unwatch = watchBlurWish(() => change.abort());
      try {
        const stream = wished
          ? await openBlurred(devices, wanted, change.signal, needed)
          : await devices.getUserMedia(wanted);
        if (stream && wished === blurWished()) return stream;
        for (const track of stream?.getTracks() ?? []) track.stop();
      } catch (error) {
        if (change.signal.aborted) continue;
        if (error instanceof DOMException && error.name === NO_BLUR) showBlur("failed");
        throw error;
      } finally {
        unwatch();
      }
    }
    throw new DOMException("closed meanwhile", "AbortError");
  };
}
