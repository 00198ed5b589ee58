import { Mic, Video } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import {
  type DeviceChoice,
  type DeviceList,
  deviceChoice,
  NO_DEVICES,
  watchDeviceChoice,
  watchDevices,
} from "@/transport/media/device-choice";
import type { MediaState } from "@/transport/media/media-state";
import { Select } from "@/ui/select";
import { BackgroundBlurField } from "./background-blur-field";

export interface DevicePickersProps {
  readonly media: MediaState;
  readonly onChoose: (kind: keyof DeviceChoice, id: string) => void;
  /** A list shorter than this is not shown. */
  readonly least?: number;
  readonly className?: string;
}

/** Selects the camera and the microphone, and whether the background is blurred. */
export function DevicePickers({ media, onChoose, least = 1, className }: DevicePickersProps) {
  const m = useMessages().preview;
  const [devices, setDevices] = useState<DeviceList>(NO_DEVICES);
  // Browsers give the devices' names only once a device is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stream can reveal names.
  useEffect(() => watchDevices(setDevices), [media.at]);

  const choice = useSyncExternalStore(watchDeviceChoice, deviceChoice);
  /**
   * Empty if the device was unplugged or could not be opened: then every entry is a choice, even a
   * single one.
   */
  const inUse = (kind: keyof DeviceChoice) => {
    if (media.at === "problem") return "";
    if (media.at !== "open") return choice[kind];
    if (!(kind === "camera" ? media.hasCamera : media.hasMicrophone)) return "";
    // During a switch no device is open; the new one is already chosen.
    return media.inUse?.[kind] ?? choice[kind];
  };
  const pickers = [
    {
      kind: "camera",
      label: m.camera,
      list: devices.cameras,
      value: inUse("camera"),
    },
    {
      kind: "microphone",
      label: m.microphone,
      list: devices.microphones,
      value: inUse("microphone"),
    },
  ] as const;

  return (
    <div className={cn("grid gap-2 empty:hidden", className)}>
      {pickers.map(({ kind, label, list, value }) =>
        list.length < (value === "" ? 1 : least) ? null : (
          <Select
            key={kind}
            icon={kind === "camera" ? <Video /> : <Mic />}
            aria-label={label}
            value={list.some(({ id }) => id === value) ? (value ?? "") : ""}
            translate="no"
            onChange={(event) => onChoose(kind, event.target.value)}
          >
            {/* No device is open: every choice is a change. */}
            {!list.some(({ id }) => id === value) && (
              <option value="" disabled>
                {label}
              </option>
            )}
            {list.map((device, index) => (
              <option key={device.id} value={device.id}>
                {device.label || `${label} ${index + 1}`}
              </option>
            ))}
          </Select>
        ),
      )}
      {media.at !== "closed" && <BackgroundBlurField className="col-span-full px-1" />}
    </div>
  );
}
