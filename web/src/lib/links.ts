export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/** Only addresses of web pages, spelled out: nothing that a browser might run, and no bare names. */
const LINK = /https?:\/\/[^\s<>"“”]+/gi;
/** More addresses than people send; the others stay text, so that a message cannot fill the page with elements. */
const LINKS_MAX = 10;
/** Belongs to the sentence more often than to the address. */
const TRAILING = /[.,;:!?'’)\]}…]+$/;

/** A message in parts: what may be followed, and what is only text. The text of all parts is the message. */
export function linkParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  let links = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimmed(match[0]);
    const url = safeUrl(shown);
    if (!url) continue;
    if (match.index > done) parts.push({ kind: "text", text: text.slice(done, match.index) });
    parts.push({ kind: "link", text: shown, url });
    done = match.index + shown.length;
    links += 1;
    if (links === LINKS_MAX) break;
  }
  if (done < text.length) parts.push({ kind: "text", text: text.slice(done) });
  return parts;
}

function trimmed(found: string): string {
  const bare = found.replace(TRAILING, "");
  // A bracket that was opened within the address closes within it.
  const rest = found.slice(bare.length);
  return bare.includes("(") && rest.startsWith(")") ? `${bare})` : bare;
}

/** As the browser will go there, with the host in the letters that a look-alike can not imitate; null if it may not. */
function safeUrl(text: string): string | null {
  try {
    const url = new URL(text);
    const isPage = url.protocol === "https:" || url.protocol === "http:";
    // A name before the host is only there to look like one.
    return isPage && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
