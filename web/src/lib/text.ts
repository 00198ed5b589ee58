const encoder = new TextEncoder();

/** Length as the wire counts it: UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

// C0 and C1 controls apart from tab and newline; the characters that turn the direction of the text around them; line
// and paragraph separators; the invisible "interlinear" and "tag" characters. Joiners (U+200C, U+200D) stay: emoji and
// several scripts need them.
const unwanted =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text that is safe to show as text: no control characters, no direction overrides, no lone surrogates. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(unwanted, "").toWellFormed();
}

/** The longest beginning of `text`, cut between characters, that fits in `max` UTF-8 bytes. */
export function clipBytes(text: string, max: number): string {
  if (byteLength(text) <= max) return text;
  let used = 0;
  let out = "";
  for (const character of text) {
    used += byteLength(character);
    if (used > max) break;
    out += character;
  }
  return out;
}
