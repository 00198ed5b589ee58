// Looks for an id in a text, in every form in which a page could read it.
// SPDX-License-Identifier: MIT
import type { Visitor } from "./visitor.ts";

/** A page is not expected to decode more than three layers of base64. */
const DEPTH = 3;
/** The shortest base64 that could hold an id of 16 bytes. */
const RUNS = /[A-Za-z0-9+/_-]{22,}/g;

/** The text, and everything that base64 or base64url in it decodes to, from each of four alignments. */
function* readings(text: string, depth = DEPTH): Generator<string> {
  yield text;
  if (depth === 0) return;
  for (const [run] of text.matchAll(RUNS)) {
    for (let skipped = 0; skipped < 4; skipped += 1) {
      yield* readings(Buffer.from(run.slice(skipped), "base64").toString("latin1"), depth - 1);
    }
  }
}

/** Whether `text` holds the id as written, in hex or as bytes, plain or inside base64. */
export function holdsId(text: string, id: string): boolean {
  const bytes = Buffer.from(id, "base64url");
  const forms = [id, bytes.toString("base64"), bytes.toString("hex"), bytes.toString("latin1")];
  for (const reading of readings(text)) {
    if (forms.some((form) => reading.includes(form.replace(/=+$/, "")))) return true;
  }
  return false;
}

/** Each text that a visitor received and that holds the id of another visitor. */
export function leakedIds(visitors: readonly Visitor[]): string[] {
  const leaks: string[] = [];
  for (const reader of visitors) {
    const others = visitors.map(({ id }) => id).filter((id) => id !== "" && id !== reader.id);
    for (const { text } of reader.inbox.received) {
      if (others.some((id) => holdsId(text, id))) leaks.push(`${reader.name} received ${text}`);
    }
  }
  return leaks;
}
