import { cleanText, clipBytes } from "./text";

/** The commas of all scripts, after NFKC: also those of Arabic, Chinese and Japanese keyboards. */
const COMMA = /[,\u055d\u060c\u1363\u1802\u1808\u3001]/;

/** Whether the text ends an interest. */
export function hasComma(typed: string): boolean {
  return COMMA.test(typed.normalize("NFKC"));
}

/**
 * Adds typed text (comma-separated) to a list of interests: lower case, without duplicates, within
 * the limits. The server decides which interests are equal; here the list only has to look tidy.
 */
export function addInterests(
  list: readonly string[],
  typed: string,
  bounds: { readonly count: number; readonly bytes: number },
): readonly string[] {
  const result = [...list];
  for (const part of typed.normalize("NFKC").split(COMMA)) {
    // "İ" becomes an i with two dots: a letter and a mark.
    const lower = cleanText(part).toLowerCase().replaceAll("i\u0307", "i");
    const squeezed = lower.replace(/\s+/g, " ");
    const interest = clipBytes(squeezed, bounds.bytes).trim();
    if (interest && !result.includes(interest) && result.length < bounds.count)
      result.push(interest);
  }
  return result;
}
