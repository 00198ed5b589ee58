import type { MessageId } from "@nexuschat/client/protocol";

/** One line of a conversation. `mark` is the delivery state of an own line. */
export interface ChatLine {
  readonly id: MessageId;
  readonly mine: boolean;
  readonly text: string;
  readonly atMs: number;
  readonly mark: "sending" | "delivered" | "failed" | "received";
}

/** Older lines are dropped, so that a conversation cannot fill a visitor's memory. */
export const CHAT_LINES_MAX = 500;

/**
 * Appends the line, unless that side's message is there already: a sender without an
 * acknowledgement resends under its id.
 */
export function addLine(lines: readonly ChatLine[], line: ChatLine): readonly ChatLine[] {
  if (lines.some((l) => l.id === line.id && l.mine === line.mine)) return lines;
  return [...lines, line].slice(-CHAT_LINES_MAX);
}

/** A delivered line stays delivered. A failed line may still turn out to be delivered. */
export function markLine(
  lines: readonly ChatLine[],
  id: string,
  mark: "delivered" | "failed",
): readonly ChatLine[] {
  return lines.map((l) => (l.mine && l.id === id && l.mark !== "delivered" ? { ...l, mark } : l));
}

/** Lines that are still being sent are lost when the room ends. */
export function failUnsent(lines: readonly ChatLine[]): readonly ChatLine[] {
  return lines.map((l) => (l.mark === "sending" ? { ...l, mark: "failed" } : l));
}

export function removeLine(lines: readonly ChatLine[], id: string): readonly ChatLine[] {
  return lines.filter((l) => !(l.mine && l.id === id));
}
