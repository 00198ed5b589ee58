import { useMessages } from "@/i18n/i18n";
import { onKey } from "@/lib/keys";

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

const EMOJI = [
  ..."😀😄😂🤣😊😍🥰😘😎🤓🤔🙃😉😇🥳😴😅😬🙄😢😭😡😱🤯👍👎👏🙏👋💪🤞✌🔥🎉💯⭐❤💙💚💔🎵🎮📷☕🍕🍻🌍🚆🐶🐱🌞🌙🌈",
];

/** Small on purpose: the most common emoji. Every system has a larger picker of its own. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const m = useMessages().comfort;
  return (
    <div
      role="dialog"
      aria-label={m.emoji}
      className="absolute inset-x-3 bottom-full z-10 mb-1 grid max-h-44 grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-0.5 pointer-coarse:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))] overflow-y-auto rounded-2xl border bg-popover p-2 shadow-float animate-in fade-in-0 slide-in-from-bottom-2 duration-150"
      onKeyDown={onKey((key, event) => {
        if (key !== "Escape") return;
        event.preventDefault();
        onClose();
      })}
    >
      {EMOJI.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: opened by a press, and closed by Escape.
          autoFocus={index === 0}
          className="grid h-9 place-items-center rounded-lg text-xl pointer-coarse:h-11 hover:bg-secondary focus-visible:bg-secondary"
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
