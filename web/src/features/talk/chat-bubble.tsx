import type { MessageId } from "@nexuschat/client/protocol";
import { Check, CircleAlert, Clock3 } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useMessages } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { isFewEmoji } from "@/lib/emoji/few";
import { cn } from "@/lib/utils";
import { BubbleText } from "./bubble-text";

export interface ChatBubbleProps {
  readonly line: ChatLine;
  readonly previous: ChatLine | undefined;
  readonly next: ChatLine | undefined;
  /** Null without a partner to resend to. */
  readonly onSendAgain: ((id: MessageId) => void) | null;
  /** The tag of the message's language, if it is known. */
  readonly lang: string | undefined;
  /** Shown below the message, which is in the element `textId`. */
  readonly below?: ((line: ChatLine, textId: string) => ReactNode) | undefined;
}

/** Messages of one side within this time form a group with one timestamp. */
const TOGETHER_MS = 60_000;

export function ChatBubble({ line, previous, next, onSendAgain, ...props }: ChatBubbleProps) {
  const first = !together(previous, line);
  const last = !together(line, next);
  const textId = useId();
  const { chat: m, time } = useMessages();
  const large = isFewEmoji(line.text);
  return (
    <li className={cn("flex flex-col", line.mine ? "items-end" : "items-start", first && "mt-2")}>
      <BubbleText
        id={textId}
        text={line.text}
        mine={line.mine}
        lang={props.lang}
        speaker={line.mine ? m.you : m.stranger}
        className={cn(
          large
            ? "px-1 py-0.5 text-5xl leading-tight"
            : "rounded-[1.15rem] px-3.5 py-2 leading-snug",
          !large && (line.mine ? "bg-bubble text-bubble-foreground" : "bg-secondary"),
          line.mine && last && "rounded-ee-md",
          !line.mine && last && "rounded-es-md",
          line.mark === "sending" && (large ? "opacity-60" : "bg-bubble-pending"),
          line.mark === "failed" && (large ? "opacity-60" : "bg-muted text-muted-foreground"),
        )}
      />
      {props.below?.(line, textId)}
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

function together(a: ChatLine | undefined, b: ChatLine | undefined): boolean {
  if (!a || !b) return false;
  return a.mine === b.mine && a.mark === b.mark && b.atMs - a.atMs < TOGETHER_MS;
}
