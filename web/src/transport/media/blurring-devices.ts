import { loadCode, repeatable } from "@/lib/load-code";
import {
  blurState,
  blurWished,
  NoBlur,
  showBlur,
  watchBlurDrop,
  watchBlurWish,
} from "./background-blur";
import type { Devices, OpenBlurred } from "./devices";

/** Loaded only for visitors who wish it. */
const importBlur = repeatable(
  () => import("./blurred-camera"),
  (m) => m.openBlurred,
);

/**
 * The devices as the visitor wants to be seen: while the background should be blurred, no picture
 * leaves here that shows it. `needed`: whether the request is still of use.
 */
export function blurringDevices(
  devices: Devices,
  needed: () => boolean,
  loadBlur: () => Promise<OpenBlurred> = () => loadCode(importBlur),
): Devices {
  return {
    async getUserMedia(wanted = {}) {
      const wished = () => !!wanted.video && blurWished();
      // The visitor may change the wish while the browser asks, or the blur loads.
      while (needed()) {
        const blurs = wished();
        const stream = blurs
          ? await openBlurred(devices, wanted, needed, loadBlur)
          : await devices.getUserMedia(wanted);
        if (stream && blurs === wished()) return stream;
        for (const track of stream?.getTracks() ?? []) track.stop();
      }
      throw new DOMException("closed meanwhile", "AbortError");
    },
  };
}

/** Null if the visitor changed the wish meanwhile, or the devices were closed. */
async function openBlurred(
  devices: Devices,
  wanted: MediaStreamConstraints,
  needed: () => boolean,
  loadBlur: () => Promise<OpenBlurred>,
): Promise<MediaStream | null> {
  // What failed for the first choice of a camera would fail for the others.
  if (blurState() === "failed") throw new NoBlur();
  const change = new AbortController();
  const { signal } = change;
  const changed = new Promise<null>((resolve) => {
    signal.addEventListener("abort", () => resolve(null));
  });
  const unwatch = [watchBlurWish, watchBlurDrop].map((watch) => watch(() => change.abort()));
  try {
    showBlur("loading");
    const code = loadBlur().catch((error) => Promise.reject(new NoBlur(error)));
    const open = await Promise.race([code, changed]);
    return open && (await open(devices, wanted, signal, needed));
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof NoBlur) showBlur("failed");
    throw error;
  } finally {
    for (const end of unwatch) end();
    if (blurState() === "loading") showBlur("idle");
  }
}
