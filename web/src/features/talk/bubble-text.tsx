import { useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { MessageText } from "./message-text";

export interface BubbleTextProps {
  readonly id?: string;
  readonly text: string;
  readonly mine: boolean;
  /** The tag of the text's language, if it is known. */
  readonly lang?: string | undefined;
  /** Read to screen readers before the text. */
  readonly speaker: string;
  readonly className: string;
}

/** A message longer than this is folded to twelve lines, so that it does not fill the chat. */
const TALL_LINES = 15;
const COLUMNS_A_LINE = 36;
/** CJK and other wide characters take two columns. Surrogates come in pairs already. */
const WIDE = /[\u2e80-\ud7ff\uf900-\uffef]/g;

/** The text of a bubble, limited in height until "Show all". */
export function BubbleText({ id, text, mine, lang, speaker, className }: BubbleTextProps) {
  const m = useMessages().chat;
  const tall = isTall(text);
  const [whole, setWhole] = useState(false);
  return (
    <>
      <p
        id={id}
        dir="auto"
        lang={lang}
        className={cn(
          // Stacked combining marks are clipped.
          "max-w-[85%] overflow-clip wrap-anywhere whitespace-pre-wrap",
          tall && !whole && "line-clamp-12",
          // In case that the estimate is wrong: some characters are wider than a word.
          !whole && "max-h-120",
          className,
        )}
      >
        <span className="sr-only">{speaker}</span>
        <MessageText text={text} mine={mine} />
      </p>
      {tall && (
        <button
          type="button"
          aria-expanded={whole}
          aria-describedby={id}
          className="touch rounded px-1.5 pt-1 text-xs font-semibold underline underline-offset-2"
          onClick={() => setWhole(!whole)}
        >
          {whole ? m.showLess : m.showAll}
        </button>
      )}
    </>
  );
}

/** Estimated for a narrow chat: to fold a few lines late does no harm. */
function isTall(text: string): boolean {
  const lines = text.split("\n").map((line) => 1 + Math.floor(columns(line) / COLUMNS_A_LINE));
  return lines.reduce((all, one) => all + one, 0) > TALL_LINES;
}

function columns(line: string): number {
  return line.length + (line.match(WIDE)?.length ?? 0);
}
