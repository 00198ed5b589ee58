// Which of several Tailwind classes count if they set the same. The package tailwind-merge knows all
// of Tailwind, with 9 KB of the first load; this knows what our parts let others replace. A test
// compares the two with every class of the page.

/** Classes named by a keyword, by what they set. */
const KEYWORDS: Readonly<Record<string, string>> = {
  display: "block inline inline-block flex inline-flex grid inline-grid contents hidden",
  position: "static fixed absolute relative sticky",
  visibility: "visible invisible collapse",
  wrap: "flex-wrap flex-nowrap",
  direction: "flex-row flex-col flex-row-reverse flex-col-reverse",
  "text-size":
    "text-xs text-sm text-base text-lg text-xl text-2xl text-3xl text-display text-title",
  "text-align": "text-start text-end text-left text-right text-center",
  "text-wrap": "text-balance text-pretty text-nowrap",
  "text-line": "underline no-underline line-through",
  "font-family": "font-sans font-mono",
  fit: "object-cover object-contain",
  "touch-action": "touch-none touch-manipulation",
};

/** Classes of a name and a value, such as `px-4`: the name is what they set. */
const NAMES =
  "size w h min-w min-h max-w max-h p px py ps pe pt pb m mx my ms me mt mb gap gap-x gap-y inset inset-x inset-y start end top right bottom left z order opacity items self justify place-items scheme list shrink grow flex basis aspect col-start row-start grid-cols leading tracking font whitespace overflow overflow-x overflow-y pointer-events select cursor rounded text bg border outline outline-offset underline-offset shadow transition duration from via to animate stroke scale scale-x scale-y rotate translate-x translate-y origin";

/** Setting the first sets all others. */
const PARTS: Readonly<Record<string, string>> = {
  size: "w h",
  p: "px py ps pe pt pb",
  px: "ps pe",
  py: "pt pb",
  m: "mx my ms me mt mb",
  mx: "ms me",
  my: "mt mb",
  gap: "gap-x gap-y",
  inset: "inset-x inset-y start end top right bottom left",
  "inset-x": "start end right left",
  "inset-y": "top bottom",
  overflow: "overflow-x overflow-y",
  flex: "basis grow shrink",
  "text-size": "leading",
  rounded:
    "rounded-s rounded-e rounded-t rounded-r rounded-b rounded-l rounded-ss rounded-se rounded-ee rounded-es rounded-tl rounded-tr rounded-br rounded-bl",
  "border-width": "border-x border-y border-s border-e border-t border-r border-b border-l",
};

const KEYWORD_KINDS = new Map(
  Object.entries(KEYWORDS).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind])),
);
/** The longest name that fits. */
const NAMED = new RegExp(
  `^-?(${NAMES.split(" ")
    .sort((a, b) => b.length - a.length)
    .join("|")})(?:-(.+))?$`,
);
/** Sides and corners, which are kinds of their own. */
const PARTIAL = /^(?:[trblsexy]|[se][se]|[tb][lr])(?:-|$)/;
/** A width, or an arbitrary length. */
const LENGTH = /^(?:$|\d|\[[\d.-])/;

/** What a class without its variants sets; null if nothing replaces it. */
function kindOf(name: string): string | null {
  const keyword = KEYWORD_KINDS.get(name);
  if (keyword) return keyword;
  const [, kind, value = ""] = NAMED.exec(name) ?? [];
  switch (kind) {
    case undefined:
      return null;
    case "text":
      return LENGTH.test(value) ? "text-size" : "text-color";
    case "border":
    case "rounded":
      if (PARTIAL.test(value)) return `${kind}-${value.split("-")[0]}`;
      return kind === "rounded" ? kind : LENGTH.test(value) ? "border-width" : "border-color";
    case "outline":
      return LENGTH.test(value) ? `${kind}-width` : `${kind}-color`;
    case "from":
    case "via":
    case "to":
      return value.endsWith("%") ? `${kind}-position` : kind;
    case "bg":
      return /^(?:linear|night|glow)/.test(value) ? "bg-image" : "bg-color";
    default:
      return kind;
  }
}

/** A class's variants and what it sets under them. */
function split(name: string): readonly [variants: string, kind: string | null] {
  const end = /:(?![^[]*\])(?![^(]*\))[^:]*$/.exec(name)?.index ?? -1;
  return [name.slice(0, end + 1), kindOf(name.slice(end + 1).replace(/\/[\d.]+$/, ""))];
}

const merged = new Map<string, string>();
const MERGED_MAX = 1_000;

/** Leaves out each class that a later one replaces. */
export function mergeClasses(names: string): string {
  const known = merged.get(names);
  if (known !== undefined) return known;
  const set = new Set<string>();
  const kept = names.split(/\s+/).filter(Boolean);
  const result = kept
    .reverse()
    .filter((name) => {
      const [variants, kind] = split(name);
      if (kind === null) return true;
      if (set.has(variants + kind)) return false;
      for (const one of [kind, ...(PARTS[kind]?.split(" ") ?? [])]) set.add(variants + one);
      return true;
    })
    .reverse()
    .join(" ");
  if (merged.size >= MERGED_MAX) merged.clear();
  merged.set(names, result);
  return result;
}
