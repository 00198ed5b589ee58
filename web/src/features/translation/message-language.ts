import type { BrowserLanguageDetector } from "@/lib/browser-translation";
import { linkParts } from "@/lib/links";

/** Below this confidence, of 0 to 1, a guess is as good as none. Short messages often are below. */
const CONFIDENCE_MIN = 0.6;
/** One letter is a sign in any language. */
const LETTERS = /\p{L}.*\p{L}/su;
/** A tag that `Intl.DisplayNames` accepts, with a known language. */
const KNOWN = /^(?!und)[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** The words of a message without its links; null if there is nothing to translate. */
export function wordsOf(text: string): string | null {
  const words = linkParts(text)
    .map((part) => (part.kind === "text" ? part.text : " "))
    .join("");
  return LETTERS.test(words) ? words : null;
}

/** The tag of the language that the words are in; null if that is uncertain. */
export async function detectLanguage(
  detector: BrowserLanguageDetector,
  words: string,
): Promise<string | null> {
  try {
    const [best] = await detector.detect(words);
    const tag = best?.detectedLanguage ?? "";
    return KNOWN.test(tag) && (best?.confidence ?? 0) >= CONFIDENCE_MIN ? tag : null;
  } catch {
    return null;
  }
}
