import type { ChatLine } from "./chat";

export interface TranscriptWords {
  readonly you: string;
  readonly stranger: string;
  readonly clock: (atMs: number) => string;
}

/** A conversation as text, one line for each message that arrived. */
export function transcript(lines: readonly ChatLine[], words: TranscriptWords): string {
  return lines
    .filter((line) => line.mark !== "failed")
    .map((line) => {
      const who = line.mine ? words.you : words.stranger;
      // Further lines of a message are indented, so that no message can forge a line of the other
      // person.
      return `[${words.clock(line.atMs)}] ${who}: ${line.text.replaceAll("\n", "\n    ")}\n`;
    })
    .join("");
}
