import { cleanText, clipBytes } from "./text";

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
  for (const part of typed.split(",")) {
    // "İ" becomes an i with two dots: a letter and a mark.
    const lower = cleanText(part).normalize("NFKC").toLowerCase().replaceAll("i\u0307", "i");
    const squeezed = lower.replace(/\s+/g, " ");
    const interest = clipBytes(squeezed, bounds.bytes).trim();
    if (interest && !result.includes(interest) && result.length < bounds.count)
      result.push(interest);
  }
  return result;
}
