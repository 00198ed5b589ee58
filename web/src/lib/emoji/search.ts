export type EmojiNames = readonly (readonly [emoji: string, words: string])[];

/** Emoji with a word that begins with each word of `query`: first those whose name begins with it. */
export function searchEmoji(names: EmojiNames, query: string, max: number): readonly string[] {
  const wanted = plain(query).split(" ").filter(Boolean);
  const [first] = wanted;
  if (first === undefined) return [];
  const best: string[] = [];
  const others: string[] = [];
  for (const [emoji, words] of names) {
    const own = plain(words).split(" ");
    if (!wanted.every((want) => own.some((word) => word.startsWith(want)))) continue;
    (own[0]?.startsWith(first) ? best : others).push(emoji);
  }
  return [...best, ...others].slice(0, max);
}

/** Without accents, case and punctuation, which people leave out when they search. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ");
}
