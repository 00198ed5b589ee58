import type { ChatLine } from "./chat";

export interface TranscriptWords {
  readonly you: string;
  readonly stranger: string;
  readonly clock: (atMs: number) => string;
}

/** A conversation as a text to keep, one line for each message that arrived. */
export function transcript(lines: readonly ChatLine[], words: TranscriptWords): string {
  return lines
    .filter((line) => line.mark !== "failed")
    .map((line) => {
      const who = line.mine ? words.you : words.stranger;
      // What follows a line break is indented: nobody can write a line that looks like the other's.
      return `[${words.clock(line.atMs)}] ${who}: ${line.text.replaceAll("\n", "\n    ")}\n`;
    })
    .join("");
}
