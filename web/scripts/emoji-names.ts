// The modules "virtual:emoji-names/LANGUAGE": emoji with the words that find them, from emojibase-data.
//
// The package has 48 MB in 27 languages. A page loads one of them, without what it does not show.
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const NAME = "virtual:emoji-names/";

/** Emoji of later Unicode versions are boxes on systems that are a few years old. */
const VERSION_MAX = 14;

/** The emoji's parts, such as skin tones and hair, which are not shown alone. */
const COMPONENTS = 2;

interface Entry {
  readonly emoji: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly version: number;
  readonly order?: number;
  readonly group?: number;
}

function readNames(language: string): readonly (readonly [emoji: string, words: string])[] {
  const data = createRequire(import.meta.url)(`emojibase-data/${language}/data.json`) as Entry[];
  return data
    .filter(
      ({ group, version }) => group !== undefined && group !== COMPONENTS && version <= VERSION_MAX,
    )
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ emoji, label, tags = [] }) => [emoji, [label, ...tags].join(" ")]);
}

export function emojiNames(): Plugin {
  return {
    name: "emoji-names",
    resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${NAME}`)) return null;
      const names = readNames(id.slice(NAME.length + 1));
      return `export const names = JSON.parse(${JSON.stringify(JSON.stringify(names))});\n`;
    },
  };
}
