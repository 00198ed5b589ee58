import { en, type Messages } from "./en";

// Altered English that makes two faults visible: untranslated text has plain letters, and boxes
// that only fit English overflow, because every text is 40 % longer.

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const STRANGE = [..."áƀçđéƒğħíĵķłɱñóþɋřšŧúṽŵẋýžÁƁÇĐÉƑĞĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ"];

export function strange(text: string): string {
  const letters = [...text].map((c) => STRANGE[PLAIN.indexOf(c)] ?? c).join("");
  return `⟦${letters}${"·".repeat(Math.ceil(text.length * 0.4))}⟧`;
}

function altered(value: unknown): unknown {
  if (typeof value === "string") return strange(value);
  if (typeof value === "function") return (...args: unknown[]) => strange(value(...args));
  if (Array.isArray(value)) return value.map(altered);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, altered(inner)]),
  );
}

export function strangeAll<Words>(words: Words): Words {
  return altered(words) as Words;
}

export const pseudo: Messages = strangeAll(en);
