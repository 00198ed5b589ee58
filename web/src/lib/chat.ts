import type { MessageId } from "@/protocol/messages";

/** One line of a conversation. `mark` says how far a line of one's own has come. */
export interface ChatLine {
  readonly id: MessageId;
  readonly mine: boolean;
  readonly text: string;
  readonly atMs: number;
  readonly mark: "sending" | "delivered" | "failed" | "received";
}

/** Older lines are dropped: a conversation cannot fill a visitor's memory. */
export const CHAT_LINES_MAX = 500;

/** The line at the end, unless that side's message is there already: whoever heard no answer sends it again under its id. */
export function addLine(lines: readonly ChatLine[], line: ChatLine): readonly ChatLine[] {
  if (lines.some((l) => l.id === line.id && l.mine === line.mine)) return lines;
  return [...lines, line].slice(-CHAT_LINES_MAX);
}

/** What is delivered stays so. A line that was given up may turn out to be delivered after all. */
export function markLine(
  lines: readonly ChatLine[],
  id: string,
  mark: "delivered" | "failed",
): readonly ChatLine[] {
  return lines.map((l) => (l.mine && l.id === id && l.mark !== "delivered" ? { ...l, mark } : l));
}

/** What was still on its way is lost when the room ends. */
export function failUnsent(lines: readonly ChatLine[]): readonly ChatLine[] {
  return lines.map((l) => (l.mark === "sending" ? { ...l, mark: "failed" } : l));
}

export function removeLine(lines: readonly ChatLine[], id: string): readonly ChatLine[] {
  return lines.filter((l) => !(l.mine && l.id === id));
}
