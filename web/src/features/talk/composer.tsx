import { ArrowUp } from "lucide-react";
import { type Ref, useState } from "react";
import { cn } from "@/lib/cn";
import { byteLength, cleanText } from "@/lib/text";
import { LIMITS } from "@/protocol/messages";
import { IconButton } from "@/ui/icon-button";

export interface ComposerProps {
  readonly enabled: boolean;
  readonly onSend: (text: string) => void;
  readonly onTyping: (on: boolean) => void;
  readonly ref?: Ref<HTMLTextAreaElement> | undefined;
}

/** The counter appears when so few bytes are left. */
const COUNTER_FROM = 256;

export function Composer({ enabled, onSend, onTyping, ref }: ComposerProps) {
  const [text, setText] = useState("");
  const clean = cleanText(text).trim();
  const left = LIMITS.chatBytesMax - byteLength(clean);
  const sendable = enabled && clean !== "" && left >= 0;

  const send = () => {
    if (!sendable) return;
    onSend(clean);
    setText("");
  };

  return (
    <form
      className="flex items-end gap-2 px-3 pb-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="relative min-w-0 flex-1">
        <textarea
          ref={ref}
          aria-label="Message"
          aria-invalid={left < 0}
          placeholder={enabled ? "Write a message" : "Nobody to write to yet"}
          rows={1}
          value={text}
          disabled={!enabled}
          enterKeyHint="send"
          className={cn(
            "field-sizing-content block outline-offset-0 max-h-36 min-h-11 w-full resize-none rounded-2xl border border-input bg-background/60 px-3.5 py-2.5 text-base leading-snug",
            "placeholder:text-muted-foreground disabled:border-border disabled:opacity-60 aria-invalid:border-destructive",
          )}
          onChange={(event) => {
            const next = event.target.value;
            setText(next);
            onTyping(next.trim() !== "");
          }}
          onKeyDown={(event) => {
            // Enter also ends the choice of a word in many scripts' input methods: that must not send.
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        {left < COUNTER_FROM && (
          <p
            role="status"
            className={cn(
              "absolute right-3 bottom-full mb-1 rounded-full bg-popover px-2 py-0.5 text-xs font-medium tabular-nums",
              left < 0 ? "text-[oklch(0.82_0.11_25)]" : "text-muted-foreground",
            )}
          >
            {left < 0 ? `${-left} too many` : `${left} left`}
          </p>
        )}
      </div>
      <IconButton
        label="Send"
        type="submit"
        disabled={!sendable}
        className="disabled:bg-secondary disabled:text-muted-foreground disabled:opacity-100"
      >
        <ArrowUp strokeWidth={2.4} />
      </IconButton>
    </form>
  );
}
