import type { MessageId } from "@nexuschat/client/protocol";
import { X } from "lucide-react";
import { type ReactNode, type Ref, useLayoutEffect, useRef } from "react";
import { useMessages } from "@/i18n/i18n";
import type { ChatLine } from "@/lib/chat";
import { cn } from "@/lib/utils";
import { IconButton } from "@/ui/icon-button";
import { ChatBubble } from "./chat-bubble";
import { Composer } from "./composer";
import type { Draft } from "./draft";

/** The translation of the partner's messages. */
export interface ChatTranslation {
  /** The language tags of messages. */
  readonly languages: ReadonlyMap<MessageId, string>;
  /** Changes whenever a translation may have become higher. */
  readonly changes: number;
  readonly below: (line: ChatLine, textId: string) => ReactNode;
}

export interface ChatPanelProps {
  /** Identifies the conversation: a new one starts with an empty chat. */
  readonly conversation: string | null;
  readonly lines: readonly ChatLine[];
  readonly partnerTyping: boolean;
  readonly enabled: boolean;
  readonly held: boolean;
  /** In place of the messages of an empty conversation. */
  readonly empty: ReactNode;
  readonly draft: Draft;
  readonly onSend: (text: string) => void;
  readonly onSendAgain: (id: MessageId) => void;
  readonly onTyping: (on: boolean) => void;
  readonly translation?: ChatTranslation | null;
  /** The heading; null if the chat is the whole page. */
  readonly heading: { readonly onClose: () => void } | null;
  /** Whether the composer is shown. */
  readonly writable: boolean;
  readonly composerRef?: Ref<HTMLTextAreaElement>;
  readonly className?: string;
}

export function ChatPanel({ composerRef, ...props }: ChatPanelProps) {
  const { lines, partnerTyping, enabled, translation } = props;
  const m = useMessages().chat;
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = lines.at(-1);

  // Scrolls to new lines and translations, unless the visitor has scrolled back to read. The
  // visitor's own lines always show.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what moves the end.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && (atEnd.current || last?.mine)) box.scrollTop = box.scrollHeight;
  }, [last?.id, last?.mine, translation?.changes]);

  // Also when the chat opens, and when a phone's keyboard takes half of it.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  const sendAgain = (id: MessageId) => {
    props.onSendAgain(id);
    // The button disappears; the keyboard focus stays in the conversation.
    scroller.current?.focus();
  };

  return (
    <section aria-label={m.title} className={cn("flex min-h-0 flex-col", props.className)}>
      {props.heading && (
        <header className="flex h-14 shrink-0 items-center justify-between border-b ps-5 pe-2 flat:h-11 low:flat:hidden">
          <h2 className="font-semibold">{m.title}</h2>
          <IconButton label={m.close} variant="ghost" onClick={props.heading.onClose}>
            <X />
          </IconButton>
        </header>
      )}
      <div
        ref={scroller}
        role="log"
        aria-label={m.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box needs keyboard access.
        tabIndex={0}
        // `relative`: otherwise screen-reader-only text would lie below the page's end and make the
        // page scroll.
        className="relative flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain px-4 pt-4 pb-1 flat:py-0 outline-offset-[-2px]"
        onScroll={(event) => {
          const box = event.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 48;
        }}
      >
        {lines.length === 0 && (
          <div className="m-auto max-w-56 text-center text-sm text-muted-foreground">
            {props.empty}
          </div>
        )}
        {lines.length > 0 && (
          <ol className="mt-auto flex flex-col gap-1">
            {lines.map((line, index) => (
              <ChatBubble
                key={`${line.mine}${line.id}`}
                line={line}
                previous={lines[index - 1]}
                next={lines[index + 1]}
                onSendAgain={enabled ? sendAgain : null}
                lang={line.mine ? undefined : translation?.languages.get(line.id)}
                below={line.mine ? undefined : translation?.below}
              />
            ))}
          </ol>
        )}
      </div>
      <p
        role="status"
        className="flex h-8 shrink-0 items-center px-5 flat:h-4 text-sm text-muted-foreground"
      >
        {partnerTyping && (
          <>
            <span aria-hidden="true" className="me-2 inline-flex gap-1">
              <span className="size-1.5 animate-dot rounded-full bg-partner" />
              <span className="size-1.5 animate-dot rounded-full bg-partner [animation-delay:0.15s]" />
              <span className="size-1.5 animate-dot rounded-full bg-partner [animation-delay:0.3s]" />
            </span>
            {m.typing}
          </>
        )}
      </p>
      {props.writable && (
        <Composer
          conversation={props.conversation}
          enabled={enabled}
          held={props.held}
          draft={props.draft}
          onSend={props.onSend}
          onTyping={props.onTyping}
          ref={composerRef}
        />
      )}
    </section>
  );
}
