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
  const first = new Set(own.map((tag) => tag.toLowerCase().split("-")[0]));
  const order = new Intl.Collator();
  return SPOKEN.map((tag) => ({ tag, name: nameOf(tag) })).sort(
    (a, b) => Number(first.has(b.tag)) - Number(first.has(a.tag)) || order.compare(a.name, b.name),
  );
}
