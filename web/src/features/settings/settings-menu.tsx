import { Monitor, Moon, Settings2, Sun } from "lucide-react";
import { useId, useRef, useState } from "react";
import { chooseLocale, useMessages, useTranslation } from "@/i18n/i18n";
import { LOCALES, type Locale } from "@/i18n/locales";
import { useCoverWish, wishCover } from "@/lib/nudity/wish";
import { chooseTheme, THEMES, useTheme } from "@/lib/theme";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Field, FieldDescription, FieldLabel, FieldRow } from "@/ui/field";
import { IconButton } from "@/ui/icon-button";
import { Popover, type PopoverProps } from "@/ui/popover";
import { Segmented } from "@/ui/segmented";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const THEME_ICONS = {
  system: <Monitor aria-hidden="true" />,
  light: <Sun aria-hidden="true" />,
  dark: <Moon aria-hidden="true" />,
};

interface SettingsMenuProps extends Pick<PopoverProps, "align"> {
  /** Of the button. */
  readonly className?: string;
}

/** The settings of the page itself, available at any time: language, theme and nudity check. */
export function SettingsMenu({ align, className }: SettingsMenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  const m = useMessages().settings;
  return (
    <>
      <IconButton
        ref={button}
        label={m.title}
        variant="ghost"
        size="icon-sm"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        className={className}
        onClick={() => setOpen(!open)}
      >
        <Settings2 />
      </IconButton>
      {open && (
        <Popover
          id={panel}
          role="region"
          label={m.title}
          anchor={button}
          side="bottom"
          align={align}
          onClose={() => setOpen(false)}
          className="flex w-76 max-w-[calc(100vw-1.5rem)] flex-col gap-4 rounded-2xl p-4"
        >
          <Settings />
        </Popover>
      )}
    </>
  );
}

function Settings() {
  const { locale, messages } = useTranslation();
  const m = messages.settings;
  const theme = useTheme();
  const cover = useCoverWish();
  const language = useId();
  const nudity = useId();
  return (
    <>
      <Field>
        <FieldLabel htmlFor={language}>{m.language}</FieldLabel>
        <Select
          id={language}
          value={locale}
          translate="no"
          onChange={(event) => {
            // Without a network the language stays as it is, and the list shows that.
            chooseLocale(event.target.value as Locale).catch(() => {});
          }}
        >
          {LOCALES.map(({ id, name }) => (
            <option key={id} value={id} lang={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
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
      <Field>
        <FieldRow>
          <FieldLabel htmlFor={nudity}>{m.coverNudity}</FieldLabel>
          <Switch
            id={nudity}
            aria-describedby={`${nudity}-hint`}
            checked={cover}
            onCheckedChange={wishCover}
          />
        </FieldRow>
        <FieldDescription id={`${nudity}-hint`}>{m.coverNudityHint}</FieldDescription>
      </Field>
      <CopyDiagnostics size="sm" className="self-start" />
    </>
  );
}
