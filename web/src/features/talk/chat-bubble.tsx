import { Check, CircleAlert, Clock3 } from "lucide-react";
import type { ChatLine } from "@/lib/chat";
import { cn } from "@/lib/cn";
import { clockTime } from "@/lib/time";

export interface ChatBubbleProps {
  readonly line: ChatLine;
  readonly previous: ChatLine | undefined;
  readonly next: ChatLine | undefined;
  /** Null when there is nobody to send it to any more. */
  readonly onSendAgain: ((id: string) => void) | null;
}

/** Lines of one side within this belong together: one time for all of them. */
const TOGETHER_MS = 60_000;

export function ChatBubble({ line, previous, next, onSendAgain }: ChatBubbleProps) {
  const first = !together(previous, line);
  const last = !together(line, next);
  return (
    <li className={cn("flex flex-col", line.mine ? "items-end" : "items-start", first && "mt-2")}>
      <p
        dir="auto"
        className={cn(
          "max-w-[85%] rounded-[1.15rem] px-3.5 py-2 leading-snug wrap-anywhere whitespace-pre-wrap",
          line.mine ? "bg-primary text-primary-foreground" : "bg-secondary",
          line.mine && last && "rounded-br-md",
          !line.mine && last && "rounded-bl-md",
          line.mark === "sending" && "opacity-70",
          line.mark === "failed" && "bg-muted text-muted-foreground",
        )}
      >
        <span className="sr-only">{line.mine ? "You: " : "Stranger: "}</span>
        {line.text}
      </p>
      {(last || line.mark === "failed") && (
        <p className="flex items-center gap-1.5 px-1.5 pt-1 text-xs text-muted-foreground">
          <time dateTime={new Date(line.atMs).toISOString()}>{clockTime(line.atMs)}</time>
          <Mark line={line} onSendAgain={onSendAgain} />
        </p>
      )}
    </li>
  );
}

function Mark({ line, onSendAgain }: Pick<ChatBubbleProps, "line" | "onSendAgain">) {
  switch (line.mark) {
    case "received":
      return null;
    case "sending":
      return (
        <span className="inline-flex items-center gap-1">
          <Clock3 className="size-3" aria-hidden="true" /> Sending
        </span>
      );
    case "delivered":
      return (
        <span className="inline-flex items-center gap-1">
          <Check className="size-3.5 text-success" aria-hidden="true" /> Delivered
        </span>
      );
    case "failed":
      return (
        <span className="inline-flex items-center gap-1 text-[oklch(0.82_0.11_25)]">
          <CircleAlert className="size-3.5" aria-hidden="true" /> Not sent
          {onSendAgain && (
            <button
              type="button"
              className="ml-1 rounded font-semibold underline underline-offset-2"
              onClick={() => onSendAgain(line.id)}
            >
              Send again
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
