import { useEffect, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { chooseDevice, type DeviceList, watchDevices } from "@/transport/device-choice";
import type { MediaState } from "@/transport/local-media";
import { Select } from "@/ui/select";

export interface DevicePickersProps {
  readonly media: MediaState;
  readonly onChosen: () => void;
}

/** Which camera and which microphone, of those that there are. */
export function DevicePickers({ media, onChosen }: DevicePickersProps) {
  const m = useMessages().preview;
  const [devices, setDevices] = useState<DeviceList>({ cameras: [], microphones: [] });
  // Their names are told only once the devices are open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stream is why to look again.
  useEffect(() => watchDevices(setDevices), [media.at]);

  const used = (kind: "getVideoTracks" | "getAudioTracks") =>
    (media.at === "open" && media.stream[kind]()[0]?.getSettings().deviceId) || "";
  const pickers = [
    { kind: "camera", label: m.camera, list: devices.cameras, used: used("getVideoTracks") },
    {
      kind: "microphone",
      label: m.microphone,
      list: devices.microphones,
      used: used("getAudioTracks"),
    },
  ] as const;

  return (
    <div className="grid grid-cols-2 gap-2 empty:hidden">
      {pickers.map(({ kind, label, list, used }) =>
        list.length === 0 ? null : (
          <Select
            key={kind}
            aria-label={label}
            value={used || list[0]?.id}
            translate="no"
            onChange={(event) => {
              chooseDevice(kind, event.target.value);
              onChosen();
            }}
          >
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
