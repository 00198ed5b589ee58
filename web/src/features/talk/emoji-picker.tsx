import { useMessages } from "@/i18n/i18n";
import { Popover, type PopoverProps } from "@/ui/popover";

export interface EmojiPickerProps extends Pick<PopoverProps, "anchor" | "back" | "onClose"> {
  readonly onPick: (emoji: string) => void;
}

const EMOJI = [
  ..."😀😄😂🤣😊😍🥰😘😎🤓🤔🙃😉😇🥳😴😅😬🙄😢😭😡😱🤯👍👎👏🙏👋💪🤞✌🔥🎉💯⭐❤💙💚💔🎵🎮📷☕🍕🍻🌍🚆🐶🐱🌞🌙🌈",
];

/** Small on purpose: the most common emoji. Every system has a larger picker of its own. */
export function EmojiPicker({ onPick, ...popover }: EmojiPickerProps) {
  const m = useMessages().comfort;
  return (
    <Popover
      {...popover}
      role="dialog"
      label={m.emoji}
      side="top"
      align="end"
      className="w-84 max-w-[calc(100vw-1.5rem)] rounded-2xl p-2"
    >
      <div className="grid max-h-44 grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-0.5 overflow-y-auto pointer-coarse:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="grid h-9 place-items-center rounded-lg text-xl hover:bg-secondary focus-visible:bg-secondary pointer-coarse:h-11"
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
