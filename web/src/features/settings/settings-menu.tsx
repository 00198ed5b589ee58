import { Monitor, Moon, Settings2, Sun } from "lucide-react";
import { useId } from "react";
import { chooseLocale, useTranslation } from "@/i18n/i18n";
import { LOCALES, type Locale } from "@/i18n/locales";
import { useCoverWish, wishCover } from "@/lib/nudity/wish";
import { chooseTheme, THEMES, useTheme } from "@/lib/theme";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Field, FieldDescription, FieldLabel, FieldRow } from "@/ui/field";
import { Popup, type PopupProps } from "@/ui/popup";
import { Segmented } from "@/ui/segmented";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const THEME_ICONS = {
  system: <Monitor aria-hidden="true" />,
  light: <Sun aria-hidden="true" />,
  dark: <Moon aria-hidden="true" />,
};

/** The settings of the page itself, available at any time: language, theme and nudity check. */
export function SettingsMenu(props: Pick<PopupProps, "align" | "className">) {
  const { locale, messages } = useTranslation();
  const m = messages.settings;
  const theme = useTheme();
  const cover = useCoverWish();
  const language = useId();
  const nudity = useId();
  return (
    <Popup label={m.title} icon={<Settings2 />} {...props}>
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
    </Popup>
  );
}
