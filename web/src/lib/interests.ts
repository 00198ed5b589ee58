import { cleanText, clipBytes } from "./text";

/**
 * Adds what was typed (comma-separated) to a list of interests: lower case, once each, within the bounds. The server decides which
 * are the same; here it is enough that a list looks tidy.
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
