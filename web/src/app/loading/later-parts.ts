import type { DevicePickersProps } from "@/features/devices/device-pickers";
import { SettingsPanel } from "@/features/settings/settings-menu";
import { PreviewBody } from "@/features/welcome/preview";
import { WishFields } from "@/features/welcome/wishes";
import { repeatable } from "@/lib/load-code";
import { type Closable, lazily } from "@/ui/lazily";
import { loadTrouble } from "./loaded-trouble";

// What opens after a press on the welcome screen. It is not part of the first load, but fetched
// while the visitor reads.

export const DevicePickers = lazily<DevicePickersProps & Closable>(
  repeatable(
    () => import("@/features/devices/device-pickers"),
    (m) => m.DevicePickers,
  ),
);

/** What fails to load is requested again when it is needed. */
export async function loadLaterParts(): Promise<void> {
  const parts = [WishFields, PreviewBody, DevicePickers, SettingsPanel].map((part) => part.preload);
  await Promise.allSettled([...parts, loadTrouble].map((load) => load()));
}
