import type { ComponentProps, ComponentType } from "react";
import { chooseLocale, useTranslation } from "@/i18n/i18n";
import { LOCALES, type Locale } from "@/i18n/locales";

type ListProps = Omit<ComponentProps<"select">, "value" | "onChange" | "children">;

export interface LanguageListProps extends ListProps {
  /** The element that draws the list; the browser's own by default. */
  readonly as?: "select" | ComponentType<ComponentProps<"select">>;
}

/** The languages of the page, each in its own name. A choice applies at once. */
export function LanguageList({ as: List = "select", ...props }: LanguageListProps) {
  const { locale } = useTranslation();
  return (
    <List
      {...props}
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
    </List>
  );
}
