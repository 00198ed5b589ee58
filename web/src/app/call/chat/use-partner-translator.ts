import { useEffect } from "react";
import type {
  PartnerTranslator,
  PartnerTranslatorOptions,
} from "@/features/translation/partner-translator";
import { useTranslation } from "@/i18n/i18n";
import { languageOf } from "@/i18n/locales";
import { browserTranslation } from "@/lib/browser-translation";
import type { ChatLine } from "@/lib/chat";
import { loadCode, repeatable } from "@/lib/load-code";
import { useKeyedState } from "@/ui/use-keyed-state";

const importParts = repeatable(
  () => import("@/features/translation/parts"),
  (m) => m.parts,
);

export interface PartnerTranslation {
  readonly translator: PartnerTranslator;
  readonly parts: Awaited<ReturnType<typeof importParts>>;
}

/**
 * Translates the partner's messages, in browsers that can. Null elsewhere, and until the partner's
 * first message has loaded the code. When the conversation has ended, translations stay readable.
 */
export function usePartnerTranslator(
  conversation: string | null,
  talking: boolean,
  lines: readonly ChatLine[],
  languages: readonly string[],
): PartnerTranslation | null {
  const [translation, setTranslation] = useKeyedState<PartnerTranslation | null>(
    conversation,
    null,
  );
  const { locale } = useTranslation();
  const target = locale === "pseudo" ? "en" : languageOf(locale);
  const known = languages.join(" ");
  const wanted = talking && lines.some((line) => !line.mine);
  useEffect(() => {
    const api = wanted ? browserTranslation() : null;
    if (!api) return;
    return startTranslator({ api, target, known: known.split(" ") }, setTranslation);
  }, [wanted, target, known, setTranslation]);
  useEffect(() => translation?.translator.update(lines), [translation, lines]);
  return translation;
}

/** Loads the code; returns what ends the translator. */
function startTranslator(
  options: PartnerTranslatorOptions,
  onReady: (translation: PartnerTranslation) => void,
): () => void {
  let translator: PartnerTranslator | null = null;
  let ended = false;
  loadCode(importParts).then(
    (parts) => {
      if (ended) return;
      translator = new parts.PartnerTranslator(options);
      onReady({ translator, parts });
    },
    () => {}, // The next conversation tries again.
  );
  return () => {
    ended = true;
    translator?.close();
  };
}
