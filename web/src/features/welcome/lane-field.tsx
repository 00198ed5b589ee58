import { useMessages } from "@/i18n/i18n";
import { Segmented } from "@/ui/segmented";

export interface LaneFieldProps {
  readonly lanes: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Selects the lane. Names that the page does not know are shown as the operator wrote them. */
export function LaneField({ lanes, value, onChange }: LaneFieldProps) {
  const m = useMessages().welcome;
  const known: Readonly<Record<string, string>> = m.lanes;
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label={m.lane}
        value={value}
        options={lanes.map((lane) => ({ value: lane, label: known[lane] ?? lane }))}
        onChange={onChange}
      />
      {value === "adult" && <p className="text-sm text-muted-foreground">{m.laneAdultHint}</p>}
    </div>
  );
}
