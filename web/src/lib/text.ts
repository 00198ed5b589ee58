const encoder = new TextEncoder();

/** The length in UTF-8 bytes, which the wire counts. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

// Matches flags of regions, which are kept, and invisible characters that disturb: controls other
// than tab and newline, separators, changes of the text direction, word joiners, byte order marks,
// annotations, places of objects, and tags outside such a flag.
const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it matches control characters.
  /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f})|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\u{e0000}-\u{e007f}]/gu;
const STACKS = /[\p{Mn}\p{Me}]/u;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]/u;

/** The limit of marks on one character. Scripts need up to six. */
const MARKS_MAX = 8;

/**
 * Makes text safe to show; returns "" if nothing of it is visible. The server does the same
 * (guard/chat_text.hpp lists the rules), and both are tested with protocol/chat-text.json.
 */
export function cleanText(text: string): string {
  const characters = text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(UNWANTED, (_, flag: string | undefined) => flag ?? "");
  return withFewBlankLines(withFewMarks(characters)).trim();
}

function withFewMarks(text: string): string {
  if (!STACKS.test(text)) return text;
  let kept = "";
  let marks = 0;
  for (const character of text) {
    if (STACKS.test(character)) marks += 1;
    // A joiner between two marks does not separate them.
    else if (!IGNORABLE.test(character)) marks = 0;
    if (marks <= MARKS_MAX || !STACKS.test(character)) kept += character;
  }
  return kept;
}

/** Keeps one of several blank lines in a row, and none at the start. */
function withFewBlankLines(text: string): string {
  let blank = true;
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const wasBlank = blank;
    blank = !VISIBLE.test(line);
    if (!blank) lines.push(line);
    else if (!wasBlank) lines.push("");
  }
  return lines.join("\n");
}

/** The longest prefix of `text`, cut between characters, that fits in `max` UTF-8 bytes. */
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
