import { useEffect, useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { fetchSiteInfo } from "@/transport/site-info";
import { Switch } from "@/ui/switch";

export interface HideAddressFieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Shown only where the site leaves it to its visitors whether partners may see their address. */
export function HideAddressField({ value, onChange }: HideAddressFieldProps) {
  const m = useMessages().welcome;
  const [offered, setOffered] = useState(false);
  const field = useId();
  const hint = useId();
  useEffect(() => {
    let here = true;
    void fetchSiteInfo().then((info) => here && setOffered(info?.mayHideAddress === true));
    return () => {
      here = false;
    };
  }, []);

  if (!offered) return null;
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
