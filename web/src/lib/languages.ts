/** Tags of the languages that a visitor can choose: those with most speakers online, unordered. */
export const SPOKEN = [
  ..."ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv sw ta th tl tr uk ur vi zh".split(
    " ",
  ),
];

/** `SPOKEN`, sorted by name in the reader's language, with the browser's own languages first. */
export function sortedLanguages(
  nameOf: (tag: string) => string,
  own: readonly string[],
): readonly { readonly tag: string; readonly name: string }[] {
  const first = new Set(own.map(spokenLanguage));
  const order = new Intl.Collator();
  return SPOKEN.map((tag) => ({ tag, name: nameOf(tag) })).sort(
    (a, b) => Number(first.has(b.tag)) - Number(first.has(a.tag)) || order.compare(a.name, b.name),
  );
}

/** The browser's languages that a visitor can choose, in the visitor's order, each once. */
export function browserLanguages(own: readonly string[], max: number): readonly string[] {
  const known = own.map(spokenLanguage).filter((tag) => SPOKEN.includes(tag));
  return [...new Set(known)].slice(0, max);
}

/** Browsers name some languages by an older tag, or by one of its written forms. */
const SAME: Readonly<Record<string, string>> = {
  iw: "he",
  in: "id",
  nb: "no",
  nn: "no",
  fil: "tl",
  cmn: "zh",
};

/** The language of a tag, as `SPOKEN` names it. */
export function spokenLanguage(tag: string): string {
  const language = tag.toLowerCase().split("-")[0] ?? "";
  return SAME[language] ?? language;
}
