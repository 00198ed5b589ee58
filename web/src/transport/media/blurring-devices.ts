import { loadCode, repeatable } from "@/lib/load-code";
import { blurState, blurWished, showBlur } from "./background-blur";

export type Devices = Pick<MediaDevices, "getUserMedia">;

/** Opens devices with a camera; `needed`: whether it is still to be opened. */
export type OpenAsWished = (
  devices: Devices,
  wanted: MediaStreamConstraints,
  needed: () => boolean,
) => Promise<MediaStream>;

/** Loaded only for visitors who wish it. */
const importBlur = repeatable(
  () => import("./blurred-camera"),
  (m) => m.openAsWished,
);

/**
 * The devices as the visitor wants to be seen: while the background should be blurred, no picture
 * leaves here that shows it.
 */
export function blurringDevices(
  devices: Devices,
  needed: (camera: boolean) => boolean,
  loadBlur: () => Promise<OpenAsWished> = () => loadCode(importBlur),
): Devices {
  return {
    async getUserMedia(wanted = {}) {
      const camera = !!wanted.video;
      if (!needed(camera)) throw new Error();
      if (!camera || !blurWished()) {
        const stream = await devices.getUserMedia(wanted);
        // The visitor may have wished it while the browser asked.
        if (!camera || !blurWished()) return stream;
        for (const track of stream.getTracks()) track.stop();
      }
      if (blurState() === "failed") throw new Error();
      const openAsWished = await loadBlur().catch((error) => {
        showBlur("failed");
        throw error;
      });
      return openAsWished(devices, wanted, () => needed(true));
    },
  };
}
