import { Monitor, Moon, Sun } from "lucide-react";
import { useId } from "react";
import { useMessages } from "@/i18n/i18n";
import { useNudityCheckWish, wishNudityCheck } from "@/lib/nudity/wish";
import { chooseTheme, THEMES, useTheme } from "@/lib/theme";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Field, FieldLabel } from "@/ui/field";
import { Popover, type PopoverProps } from "@/ui/popover";
import { Segmented } from "@/ui/segmented";
import { Select } from "@/ui/select";
import { SwitchField } from "@/ui/switch-field";
import { LanguageList } from "./language-list";

const THEME_ICONS = {
  system: <Monitor aria-hidden="true" />,
  light: <Sun aria-hidden="true" />,
  dark: <Moon aria-hidden="true" />,
};

export interface SettingsPanelProps extends Pick<PopoverProps, "align" | "anchor" | "onClose"> {
  /** Also the language of the page, where no other part offers it. */
  readonly withLanguage: boolean;
}

/** The settings of the page itself: language, theme and nudity check. */
export function SettingsPanel({ withLanguage, ...popover }: SettingsPanelProps) {
  return (
    <Popover
      {...popover}
      role="region"
      label={useMessages().settings.title}
      side="bottom"
      className="flex w-76 max-w-[calc(100vw-1.5rem)] flex-col gap-4 rounded-2xl p-4"
    >
      {withLanguage && <LanguageField />}
      <Settings />
    </Popover>
  );
}

function LanguageField() {
  const field = useId();
  return (
    <Field>
      <FieldLabel htmlFor={field}>{useMessages().settings.language}</FieldLabel>
      <LanguageList as={Select} id={field} />
    </Field>
  );
}

function Settings() {
  const m = useMessages().settings;
  const theme = useTheme();
  const checked = useNudityCheckWish();
  return (
    <>
      <Field>
        <p aria-hidden="true" className="text-sm font-medium">
          {m.theme}
        </p>
        <Segmented
          label={m.theme}
          value={theme}
          options={THEMES.map((value) => ({
            value,
            label: m.themes[value],
            icon: THEME_ICONS[value],
          }))}
          onChange={chooseTheme}
          size="sm"
        />
      </Field>
      <SwitchField
        label={m.blurNudity}
        hint={m.blurNudityHint}
        value={checked}
        onChange={wishNudityCheck}
      />
      <CopyDiagnostics size="sm" className="self-start" />
    </>
  );
}
