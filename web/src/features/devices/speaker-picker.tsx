import { Volume2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { NO_DEVICES, watchDevices } from "@/transport/media/device-choice";
import {
  CAN_CHOOSE_SPEAKER,
  chooseSpeaker,
  speakerChoice,
  watchSpeakerChoice,
} from "@/transport/media/speaker";
import { Select } from "@/ui/select";

/** Selects the loudspeaker, in a browser that lets pages choose one. */
export function SpeakerPicker() {
  const m = useMessages().preview;
  const [{ speakers }, setDevices] = useState(NO_DEVICES);
  useEffect(() => watchDevices(setDevices), []);
  const chosen = useSyncExternalStore(watchSpeakerChoice, speakerChoice);
  if (!CAN_CHOOSE_SPEAKER || speakers.length === 0) return null;
  return (
    <Select
      icon={<Volume2 />}
      aria-label={m.speaker}
      // Sound comes from the system's while the chosen one is unplugged.
      value={speakers.some(({ id }) => id === chosen) ? chosen : ""}
      translate="no"
      onChange={(event) => chooseSpeaker(event.target.value)}
    >
      <option value="">{m.systemSpeaker}</option>
      {speakers.map(({ id, label }, index) => (
        <option key={id} value={id}>
          {label || `${m.speaker} ${index + 1}`}
        </option>
      ))}
    </Select>
  );
}
