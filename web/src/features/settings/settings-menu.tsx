import { Settings2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { repeatable } from "@/lib/load-code";
import { IconButton } from "@/ui/icon-button";
import { lazily } from "@/ui/lazily";
import type { SettingsPanelProps } from "./settings-panel";

export const SettingsPanel = lazily(
  repeatable(
    () => import("./settings-panel"),
    (m) => m.SettingsPanel,
  ),
);

/** The settings of the page itself, available at any time. */
export function SettingsMenu(props: Pick<SettingsPanelProps, "align" | "withLanguage">) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  return (
    <>
      <IconButton
        ref={button}
        label={useMessages().settings.title}
        variant="ghost"
        size="icon-sm"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        <Settings2 />
      </IconButton>
      {open && (
        // It exists while the code of the panel still loads.
        <div id={panel} className="contents">
          <SettingsPanel {...props} anchor={button} onClose={() => setOpen(false)} />
        </div>
      )}
    </>
  );
}
