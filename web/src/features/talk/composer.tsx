import { LIMITS } from "@nexuschat/client/protocol";
import { ArrowUp, Smile } from "lucide-react";
import { type Ref, useRef } from "react";
import { useMessages } from "@/i18n/i18n";
import { onKey } from "@/lib/keys";
import { repeatable } from "@/lib/load-code";
import { byteLength, cleanText } from "@/lib/text";
import { cn } from "@/lib/utils";
import { IconButton } from "@/ui/icon-button";
import { lazily } from "@/ui/lazily";
import { Textarea } from "@/ui/textarea";
import { useKeyedState } from "@/ui/use-keyed-state";
import type { Draft } from "./draft";

export interface ComposerProps {
  readonly conversation: string | null;
  readonly enabled: boolean;
  /** Keys are ignored: the visitor was typing to the previous partner. */
  readonly held: boolean;
  readonly draft: Draft;
  readonly onSend: (text: string) => void;
  readonly onTyping: (on: boolean) => void;
  readonly ref?: Ref<HTMLTextAreaElement> | undefined;
}

const EmojiPicker = lazily(
  repeatable(
    () => import("./emoji-picker"),
    (m) => m.EmojiPicker,
  ),
);

/** The limit of the text box. The browser cuts pasted text here before it renders it. */
const TYPED_MAX = 2 * LIMITS.chatBytesMax;

/** The counter appears when this many bytes are left. */
const COUNTER_FROM = 256;

export function Composer(props: ComposerProps) {
  const { conversation, enabled, held, draft, onSend, onTyping, ref } = props;
  const [text, showText] = useKeyedState(conversation, draft.of(conversation));
  const setText = (next: string) => {
    draft.keep(conversation, next);
    showText(next);
  };
  const {
    chat: m,
    comfort: { emoji },
  } = useMessages();
  const clean = cleanText(text);
  const left = LIMITS.chatBytesMax - byteLength(clean);
  const sendable = enabled && clean !== "" && left >= 0;

  const [cut, setCut] = useKeyedState(conversation, false);
  const [picking, setPicking] = useKeyedState(conversation, false);
  const box = useRef<HTMLTextAreaElement>(null);
  const smile = useRef<HTMLButtonElement>(null);

  const send = () => {
    if (!sendable) return;
    onSend(clean);
    setText("");
    setPicking(false);
  };
  const insert = (emoji: string) => {
    const at = box.current?.selectionEnd ?? text.length;
    setText(text.slice(0, at) + emoji + text.slice(at));
    onTyping(true);
  };

  return (
    <form
      className="relative flex items-end gap-2 px-3 pb-3 flat:pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="relative min-w-0 flex-1">
        <Textarea
          ref={(element) => {
            box.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref) ref.current = element;
          }}
          aria-label={m.message}
          aria-invalid={left < 0}
          placeholder={!enabled ? m.nobody : held ? m.held : m.write}
          rows={1}
          maxLength={TYPED_MAX}
          value={text}
          disabled={!enabled}
          readOnly={held}
          enterKeyHint="send"
          className={cn(
            "field-sizing-content block outline-offset-0 max-h-36 squat:max-h-20 flat:max-h-11 min-h-11",
            "placeholder:truncate placeholder:text-muted-foreground disabled:border-border disabled:opacity-60",
          )}
          onChange={(event) => {
            // Browser extensions can insert text past `maxLength`.
            const next = event.target.value.slice(0, TYPED_MAX);
            setText(next);
            if (next.length < TYPED_MAX) setCut(false);
            onTyping(cleanText(next) !== "");
          }}
          onPaste={({ clipboardData, currentTarget: { value, selectionStart, selectionEnd } }) => {
            const room = TYPED_MAX - value.length + (selectionEnd - selectionStart);
            setCut(clipboardData.getData("text").length > room);
          }}
          onKeyDown={onKey((key, event) => {
            if (key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            send();
          })}
        />
        {left < COUNTER_FROM && (
          <p
            role="status"
            className={cn(
              "absolute end-3 bottom-full mb-1 rounded-full bg-popover px-2 py-0.5 text-xs font-medium tabular-nums",
              left < 0 ? "text-danger" : "text-muted-foreground",
            )}
          >
            {left >= 0 ? m.bytesLeft(left) : cut ? m.pasteCut : m.bytesOver(-left)}
          </p>
        )}
      </div>
      <IconButton
        ref={smile}
        label={emoji}
        variant="ghost"
        disabled={!enabled}
        aria-haspopup="dialog"
        aria-expanded={picking}
        onClick={() => setPicking(!picking)}
      >
        <Smile />
      </IconButton>
      {picking && enabled && (
        <EmojiPicker anchor={smile} back={box} onPick={insert} onClose={() => setPicking(false)} />
      )}
      <IconButton
        label={m.send}
        type="submit"
        disabled={!sendable}
        className="disabled:bg-secondary disabled:text-muted-foreground disabled:opacity-100"
      >
        <ArrowUp strokeWidth={2.4} />
      </IconButton>
    </form>
  );
}
