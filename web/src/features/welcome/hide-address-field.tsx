import { useId } from "react";
import { useMessages } from "@/i18n/i18n";
import { Switch } from "@/ui/switch";

export interface HideAddressFieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** For where the site leaves it to its visitors whether partners may see their address. */
export function HideAddressField({ value, onChange }: HideAddressFieldProps) {
  const m = useMessages().welcome;
  const field = useId();
  const hint = useId();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={field} className="text-sm font-medium">
          {m.hideAddress}
        </label>
        <Switch id={field} checked={value} aria-describedby={hint} onCheckedChange={onChange} />
      </div>
      <p id={hint} className="text-sm text-muted-foreground">
        {m.hideAddressHint}
      </p>
    </div>
  );
}
