import type { Session } from "@/features/session/model";
import { overReload } from "@/lib/over-reload";

type Share = Session["share"];

/**
 * Returns which devices the visitor of the page before a reload had switched on, or null: one that
 * was off must not be on in the next call. `share` supplies what this page stores when it unloads.
 */
export function keptShare(share: () => Share): Share | null {
  const left = overReload("nexuschat.share", () => {
    const { microphone, camera } = share();
    return microphone && camera ? null : JSON.stringify({ microphone, camera });
  });
  try {
    const { microphone, camera } = JSON.parse(left ?? "null");
    return { microphone: microphone !== false, camera: camera !== false };
  } catch {
    return null; // Nothing, or a foreign value.
  }
}
