/** A language of the page. "pseudo" is English made strange: for tests, and not in what visitors get. */
export type Locale = "en" | "de" | "fr" | "es" | "ar" | "pseudo";

export interface LocaleInfo {
  readonly id: Locale;
  /** In the language itself: whoever looks for theirs reads no other. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

/** What a visitor can choose from. */
export const LOCALES: readonly LocaleInfo[] = [
  { id: "en", name: "English", direction: "ltr" },
  { id: "de", name: "Deutsch", direction: "ltr" },
  { id: "es", name: "Español", direction: "ltr" },
  { id: "fr", name: "Français", direction: "ltr" },
  { id: "ar", name: "العربية", direction: "rtl" },
];

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return LOCALES.find((l) => l.id === locale)?.direction ?? "ltr";
}

/** The first language of `preferred` that there is, region aside; English for everybody else. */
export function bestLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0];
    const found = LOCALES.find((l) => l.id === language);
    if (found) return found.id;
  }
  return "en";
}
