/** A language of the page. "pseudo" is altered English, for tests; it is not part of the build. */
export type Locale = "en" | "de" | "fr" | "es" | "pt-BR" | "tr" | "ar" | "pseudo";

export interface LocaleInfo {
  readonly id: Locale;
  /** In the language itself, because visitors may read no other. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

/** The languages that a visitor can choose. */
export const LOCALES: readonly LocaleInfo[] = [
  { id: "en", name: "English", direction: "ltr" },
  { id: "de", name: "Deutsch", direction: "ltr" },
  { id: "es", name: "Español", direction: "ltr" },
  { id: "fr", name: "Français", direction: "ltr" },
  { id: "pt-BR", name: "Português (Brasil)", direction: "ltr" },
  { id: "tr", name: "Türkçe", direction: "ltr" },
  { id: "ar", name: "العربية", direction: "rtl" },
];

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return LOCALES.find((l) => l.id === locale)?.direction ?? "ltr";
}

/** The language of a tag, without its region: "pt" of "PT-br". */
export function languageOf(tag: string): string {
  // Not toLocaleLowerCase: in Turkish "FI" would become "fı".
  return tag.toLowerCase().split("-")[0] ?? "";
}

/** The first available language of `preferred`, regardless of region; otherwise English. */
export function bestLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const found = LOCALES.find((l) => languageOf(l.id) === languageOf(tag));
    if (found) return found.id;
  }
  return "en";
}
