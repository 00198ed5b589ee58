import type { MessageId } from "@nexuschat/client/protocol";
import { Check, CircleAlert, Clock3 } from "lucide-react";
import { useId, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { isFewEmoji } from "@/lib/emoji/few";
import { cn } from "@/lib/utils";
import { MessageText } from "./message-text";

export interface ChatBubbleProps {
  readonly line: ChatLine;
  readonly previous: ChatLine | undefined;
  readonly next: ChatLine | undefined;
  /** Null without a partner to resend to. */
  readonly onSendAgain: ((id: MessageId) => void) | null;
}

/** Messages of one side within this time form a group with one timestamp. */
const TOGETHER_MS = 60_000;

/** A message longer than this is folded to twelve lines, so that it does not fill the chat. */
const TALL_LINES = 15;
const COLUMNS_A_LINE = 36;
/** CJK and other wide characters take two columns. Surrogates come in pairs already. */
const WIDE = /[\u2e80-\ud7ff\uf900-\uffef]/g;

export function ChatBubble({ line, previous, next, onSendAgain }: ChatBubbleProps) {
  const first = !together(previous, line);
  const last = !together(line, next);
  const textId = useId();
  const { chat: m, time } = useMessages();
  const tall = isTall(line.text);
  const large = isFewEmoji(line.text);
  const [whole, setWhole] = useState(false);
  return (
    <li className={cn("flex flex-col", line.mine ? "items-end" : "items-start", first && "mt-2")}>
      <p
        id={textId}
        dir="auto"
        className={cn(
          // Stacked combining marks are clipped.
          "max-w-[85%] overflow-clip wrap-anywhere whitespace-pre-wrap",
          large
            ? "px-1 py-0.5 text-5xl leading-tight"
            : "rounded-[1.15rem] px-3.5 py-2 leading-snug",
          tall && !whole && "line-clamp-12",
          // In case that the estimate is wrong: some characters are wider than a word.
          !whole && "max-h-120",
          !large && (line.mine ? "bg-bubble text-bubble-foreground" : "bg-secondary"),
          line.mine && last && "rounded-ee-md",
          !line.mine && last && "rounded-es-md",
          line.mark === "sending" && (large ? "opacity-60" : "bg-bubble-pending"),
          line.mark === "failed" && (large ? "opacity-60" : "bg-muted text-muted-foreground"),
        )}
      >
        <span className="sr-only">{line.mine ? m.you : m.stranger}</span>
        <MessageText text={line.text} mine={line.mine} />
      </p>
      {tall && (
        <button
          type="button"
          aria-expanded={whole}
          aria-describedby={textId}
          className="touch rounded px-1.5 pt-1 text-xs font-semibold underline underline-offset-2"
          onClick={() => setWhole(!whole)}
        >
          {whole ? m.showLess : m.showAll}
        </button>
      )}
      {(last || line.mark === "failed") && (
        <p className="flex items-center gap-1.5 px-1.5 pt-1 text-xs text-muted-foreground">
          <time dateTime={new Date(line.atMs).toISOString()}>{time.clock(line.atMs)}</time>
          <Mark line={line} textId={textId} onSendAgain={onSendAgain} />
        </p>
      )}
    </li>
  );
}

interface MarkProps extends Pick<ChatBubbleProps, "line" | "onSendAgain"> {
  readonly textId: string;
}

function Mark({ line, textId, onSendAgain }: MarkProps) {
  const m = useMessages().chat;
  switch (line.mark) {
    case "received":
      return null;
    case "sending":
      return (
        <span className="inline-flex items-center gap-1">
          <Clock3 className="size-3" aria-hidden="true" /> {m.sending}
        </span>
      );
    case "delivered":
      return (
        <span className="inline-flex items-center gap-1">
          <Check className="size-3.5 text-success" aria-hidden="true" /> {m.delivered}
        </span>
      );
    case "failed":
      return (
        <span className="inline-flex items-center gap-1 text-danger">
          <CircleAlert className="size-3.5" aria-hidden="true" /> {m.notSent}
          {onSendAgain && (
            <button
              type="button"
              aria-describedby={textId} // Tells several failed lines apart.
              className="touch ms-1 rounded font-semibold underline underline-offset-2"
              onClick={() => onSendAgain(line.id)}
            >
              {m.sendAgain}
            </button>
          )}
        </span>
      );
  }
}

/** Estimated for a narrow chat: to fold a few lines late does no harm. */
function isTall(text: string): boolean {
  const lines = text.split("\n").map((line) => 1 + Math.floor(columns(line) / COLUMNS_A_LINE));
  return lines.reduce((all, one) => all + one, 0) > TALL_LINES;
}

function columns(line: string): number {
  return line.length + (line.match(WIDE)?.length ?? 0);
}

function together(a: ChatLine | undefined, b: ChatLine | undefined): boolean {
  if (!a || !b) return false;
  return a.mine === b.mine && a.mark === b.mark && b.atMs - a.atMs < TOGETHER_MS;
}
