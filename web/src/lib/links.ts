export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/**
 * Only complete web addresses: no other scheme, which a browser might run, and no bare host names.
 */
const LINK = /https?:\/\/[^\s<>"“”]+/gi;
/** Further addresses stay text, so that a message cannot fill the page with elements. */
export const LINKS_MAX = 5;
/** Limits the work for a message with many texts that only look like addresses. */
const ATTEMPTS_MAX = 20;
/** Usually part of the sentence, not of the address. */
const TRAILING = ".,;:!?'’)]}…";

/** Splits a message into links and text. The texts of all parts together are the message. */
export function linkParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  let links = 0;
  let attempts = 0;
  for (const match of text.matchAll(LINK)) {
    attempts += 1;
    if (attempts > ATTEMPTS_MAX) break;
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
  // No regular expression: one that ends with `$` takes the square of a long run's length.
  let end = found.length;
  while (end > 0 && TRAILING.includes(found.charAt(end - 1))) end -= 1;
  const bare = found.slice(0, end);
  // A closing bracket belongs to the address if the address contains the opening one.
  const rest = found.slice(bare.length);
  return bare.includes("(") && rest.startsWith(")") ? `${bare})` : bare;
}

/**
 * The address as the browser will open it, with a punycode host against look-alikes; null if it
 * must not be opened.
 */
function safeUrl(text: string): string | null {
  try {
    const url = new URL(text);
    const isPage = url.protocol === "https:" || url.protocol === "http:";
    // A user name before the host only serves to imitate another host.
    return isPage && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
