import { ChevronsUp } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { cn } from "@/lib/utils";

export interface ChatPeekProps {
  readonly lines: readonly ChatLine[];
  /** Shown until there is a message. */
  readonly hint: string | null;
  readonly text: (line: ChatLine) => ReactNode;
  readonly onOpen: () => void;
  readonly className?: string;
}

const SHOWN = 3;

/** The latest messages over the picture while the chat is closed. A press opens the chat. */
export function ChatPeek({ lines, hint, text, onOpen, className }: ChatPeekProps) {
  const m = useMessages().chat;
  return (
    <div
      role="log"
      aria-label={m.latest}
      className={cn("flex flex-col items-start gap-1.5", className)}
    >
      {hint && lines.length === 0 && (
        <p className="flex items-center gap-1.5 rounded-full bg-glass px-3 py-1.5 text-sm">
          <ChevronsUp className="size-4 animate-breathe" aria-hidden="true" /> {hint}
        </p>
      )}
      {lines.slice(-SHOWN).map((line) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys open the chat with its button.
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
        <div
          key={`${line.mine}${line.id}`}
          className={cn(
            // A low window has room for the latest one.
            "dense:not-last:hidden",
            "pointer-events-auto max-w-full cursor-pointer rounded-2xl px-3 py-1.5 text-sm leading-snug",
            "animate-in fade-in-0 slide-in-from-bottom-2 duration-200",
            line.mine ? "bg-primary text-primary-foreground" : "bg-glass",
          )}
          onClick={onOpen}
        >
          <p dir="auto" className="line-clamp-2 wrap-anywhere">
            <span className="sr-only">{line.mine ? m.you : m.stranger}</span>
            {text(line)}
          </p>
        </div>
      ))}
    </div>
  );
}
