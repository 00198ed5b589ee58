import { useTranslation } from "@/i18n/i18n";
import type { Locale } from "@/i18n/locales";
import type { EmojiNames } from "@/lib/emoji/search";
import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";

const english = new Code(
  repeatable(
    () => import("virtual:emoji-names/en"),
    (m) => m.names,
  ),
);

/** The data has no Arabic and no Turkish. There the search is in English, as its label states. */
const NAMES: Readonly<Record<Locale, Code<EmojiNames>>> = {
  en: english,
  ar: english,
  tr: english,
  pseudo: english,
  de: new Code(
    repeatable(
      () => import("virtual:emoji-names/de"),
      (m) => m.names,
    ),
  ),
  es: new Code(
    repeatable(
      () => import("virtual:emoji-names/es"),
      (m) => m.names,
    ),
  ),
  fr: new Code(
    repeatable(
      () => import("virtual:emoji-names/fr"),
      (m) => m.names,
    ),
  ),
  "pt-BR": new Code(
    repeatable(
      () => import("virtual:emoji-names/pt"),
      (m) => m.names,
    ),
  ),
};

/** The names of emoji in the page's language; null until they are loaded. */
export function useEmojiNames(): EmojiNames | null {
  return useCode(NAMES[useTranslation().locale]).value;
}
