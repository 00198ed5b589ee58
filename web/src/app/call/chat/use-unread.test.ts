// @vitest-environment happy-dom
import type { MessageId } from "@nexuschat/client/protocol";
import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { addLine, CHAT_LINES_MAX, type ChatLine } from "@/lib/chat";
import { useUnread } from "./use-unread";

afterEach(cleanup);

interface Seen {
  readonly conversation: string;
  readonly lines: readonly ChatLine[];
  readonly open: boolean;
}

function line(n: number, mine = false): ChatLine {
  return { id: `m${n}` as MessageId, mine, text: "hi", atMs: n, mark: "received" };
}

/** The lines `from` to `to`; every `own`th is the visitor's own. */
function said(from: number, to: number, own = Number.POSITIVE_INFINITY): readonly ChatLine[] {
  return Array.from({ length: to - from + 1 }, (_, i) => line(from + i, (from + i) % own === 0));
}

function show(first: Seen) {
  const { result, rerender } = renderHook(
    ({ conversation, lines, open }: Seen) => useUnread(conversation, lines, open),
    { initialProps: first },
  );
  return { unread: () => result.current, go: rerender };
}

describe("the number of unread messages", () => {
  it("counts the partner's since the chat was last visible", () => {
    const { unread, go } = show({ conversation: "a", lines: said(1, 4, 2), open: false });
    expect(unread()).toBe(2);
    go({ conversation: "a", lines: said(1, 4, 2), open: true });
    expect(unread()).toBe(0);
    go({ conversation: "a", lines: said(1, 7, 2), open: false });
    expect(unread()).toBe(2);
    go({ conversation: "b", lines: [], open: false });
    expect(unread()).toBe(0);
  });

  it("goes on when a long conversation drops its oldest lines", () => {
    const full = said(1, CHAT_LINES_MAX, 2);
    const { unread, go } = show({ conversation: "a", lines: full, open: true });
    let lines = full;
    for (const next of said(CHAT_LINES_MAX + 1, CHAT_LINES_MAX + 6, 2))
      lines = addLine(lines, next);
    go({ conversation: "a", lines, open: false });
    expect(unread()).toBe(3);
    for (const next of said(1_001, 1_000 + CHAT_LINES_MAX)) lines = addLine(lines, next);
    go({ conversation: "a", lines, open: false });
    expect(unread()).toBe(CHAT_LINES_MAX);
  });
});
