import { useTranslation } from "@/i18n/i18n";
import type { Locale } from "@/i18n/locales";
import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";

type Questions = readonly string[];

const english = repeatable(
  () => import("@/i18n/questions/en"),
  (m) => m.questions,
);

/** The questions of the icebreaker cards, loaded for the language that the page is in. */
const QUESTIONS: Readonly<Record<Locale, Code<Questions>>> = {
  en: new Code(english),
  de: new Code(
    repeatable(
      () => import("@/i18n/questions/de"),
      (m) => m.questions,
    ),
  ),
  es: new Code(
    repeatable(
      () => import("@/i18n/questions/es"),
      (m) => m.questions,
    ),
  ),
  fr: new Code(
    repeatable(
      () => import("@/i18n/questions/fr"),
      (m) => m.questions,
    ),
  ),
  "pt-BR": new Code(
    repeatable(
      () => import("@/i18n/questions/pt-br"),
      (m) => m.questions,
    ),
  ),
  tr: new Code(
    repeatable(
      () => import("@/i18n/questions/tr"),
      (m) => m.questions,
    ),
  ),
  ar: new Code(
    repeatable(
      () => import("@/i18n/questions/ar"),
      (m) => m.questions,
    ),
  ),
  pseudo: new Code(
    import.meta.env.MODE === "production"
      ? english
      : async () => {
          const { strange } = await import("@/i18n/pseudo");
          return (await english()).map(strange);
        },
  ),
};

/** The question of card `n` in `room`, once the questions are loaded. */
export function useQuestion(room: string | null, n: number): string | null {
  const { locale } = useTranslation();
  const { value } = useCode(QUESTIONS[locale]);
  if (!value || room === null) return null;
  return value[questionIndex(room, n, value.length)] ?? null;
}

/** The same for both visitors, whatever their languages: the room's id selects the first card. */
export function questionIndex(room: string, n: number, count: number): number {
  let seed = 0;
  for (const character of room) seed = (seed * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return (seed + n) % count;
}
