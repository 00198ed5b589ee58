import { PartnerTranslator } from "./partner-translator";
import { TranslatedText } from "./translated-text";
import { TranslationNote } from "./translation-note";

/** Loaded on demand as one file, in browsers that translate. */
export const parts = { PartnerTranslator, TranslatedText, TranslationNote };
