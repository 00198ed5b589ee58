import type { DeviceKind, Permission } from "./device-asking";
import type { DeviceChoice } from "./device-choice";
import type { OpenBlurred } from "./devices";
import type { StillPicture } from "./still-picture";

/** What the browser provides; tests replace parts of it. */
export interface MediaPlatform {
  readonly devices: MediaDevices | undefined;
  readonly secure: boolean;
  /** The visitor's choice, stored on this device; tests pass their own. */
  readonly choice?: () => DeviceChoice;
  readonly permission?: (kind: DeviceKind) => Promise<Permission>;
  readonly stillPicture?: () => StillPicture | null;
  readonly loadBlur?: () => Promise<OpenBlurred>;
}
