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
    const squeezed = cleanText(part).normalize("NFKC").replace(/\s+/g, " ").toLowerCase();
    const interest = clipBytes(squeezed, bounds.bytes).trim();
    if (interest && !result.includes(interest) && result.length < bounds.count)
      result.push(interest);
  }
  return result;
}
