import { useTranslation } from "@/i18n/i18n";
import type { Locale } from "@/i18n/locales";
import type { TranslationWords } from "@/i18n/translation/en";
import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";

const english = repeatable(
  () => import("@/i18n/translation/en"),
  (m) => m.words,
);

const WORDS: Readonly<Record<Locale, Code<TranslationWords>>> = {
  en: new Code(english),
  de: new Code(
    repeatable(
      () => import("@/i18n/translation/de"),
      (m) => m.words,
    ),
  ),
  es: new Code(
    repeatable(
      () => import("@/i18n/translation/es"),
      (m) => m.words,
    ),
  ),
  fr: new Code(
    repeatable(
      () => import("@/i18n/translation/fr"),
      (m) => m.words,
    ),
  ),
  "pt-BR": new Code(
    repeatable(
      () => import("@/i18n/translation/pt-br"),
      (m) => m.words,
    ),
  ),
  tr: new Code(
    repeatable(
      () => import("@/i18n/translation/tr"),
      (m) => m.words,
    ),
  ),
  ar: new Code(
    repeatable(
      () => import("@/i18n/translation/ar"),
      (m) => m.words,
    ),
  ),
  pseudo: new Code(
    import.meta.env.MODE === "production"
      ? english
      : async () => {
          const { strangeAll } = await import("@/i18n/pseudo");
          return strangeAll(await english());
        },
  ),
};

/** The texts in the language of the page; null until they are loaded. */
export function useTranslationWords(): TranslationWords | null {
  return useCode(WORDS[useTranslation().locale]).value;
}
