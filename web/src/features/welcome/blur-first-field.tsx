import { useId } from "react";
import { useMessages } from "@/i18n/i18n";
import { Switch } from "@/ui/switch";

export interface BlurFirstFieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Whether each conversation begins with both blurred. */
export function BlurFirstField({ value, onChange }: BlurFirstFieldProps) {
  const m = useMessages().safety;
  const field = useId();
  const hint = useId();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={field} className="text-sm font-medium">
          {m.blurFirst}
        </label>
        <Switch id={field} checked={value} aria-describedby={hint} onCheckedChange={onChange} />
      </div>
      <p id={hint} className="text-sm text-muted-foreground">
        {m.blurFirstHint}
      </p>
    </div>
  );
}
