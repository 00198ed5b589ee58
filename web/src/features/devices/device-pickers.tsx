import { Mic, Video } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import {
  type DeviceChoice,
  type DeviceList,
  deviceChoice,
  watchDevices,
} from "@/transport/media/device-choice";
import type { MediaState } from "@/transport/media/media-state";
import { Select } from "@/ui/select";

export interface DevicePickersProps {
  readonly media: MediaState;
  readonly onChoose: (kind: keyof DeviceChoice, id: string) => void;
  /** A list that is shorter is no choice. */
  readonly least?: number;
  readonly className?: string;
}

/** Which camera and which microphone, of those that there are. */
export function DevicePickers({ media, onChoose, least = 1, className }: DevicePickersProps) {
  const m = useMessages().preview;
  const [devices, setDevices] = useState<DeviceList>({ cameras: [], microphones: [] });
  // Their names are told only once the devices are open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stream is why to look again.
  useEffect(() => watchDevices(setDevices), [media.at]);

  const choice = deviceChoice();
  /** Empty where it was unplugged, or could not be opened: then any is a choice, also the only one. */
  const inUse = (kind: keyof DeviceChoice) => {
    if (media.at === "problem") return "";
    if (media.at !== "open") return choice[kind];
    const [has, tracks] =
      kind === "camera"
        ? [media.hasCamera, media.stream.getVideoTracks()]
        : [media.hasMicrophone, media.stream.getAudioTracks()];
    if (!has) return "";
    // While one is exchanged for another none is live, and the other one is chosen already.
    const live = tracks.find((track) => track.readyState === "live");
    return live?.getSettings().deviceId ?? choice[kind];
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
            {/* None is open: whichever is chosen is a change. */}
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
    </div>
  );
}
