import { useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { searchEmoji } from "@/lib/emoji/search";
import { onKey } from "@/lib/keys";
import { Input } from "@/ui/input";
import { Popover, type PopoverProps } from "@/ui/popover";
import { useEmojiNames } from "./emoji-names";

export interface EmojiPickerProps extends Pick<PopoverProps, "anchor" | "back" | "onClose"> {
  readonly onPick: (emoji: string) => void;
}

/** The most common ones, shown until the visitor searches. */
const COMMON = [
  ..."😀😄😂🤣😊😍🥰😘😎🤓🤔🙃😉😇🥳😴😅😬🙄😢😭😡😱🤯👍👎👏🙏👋💪🤞✌🔥🎉💯⭐❤💙💚💔🎵🎮📷☕🍕🍻🌍🚆🐶🐱🌞🌙🌈",
];

const FOUND_MAX = 80;

export function EmojiPicker({ onPick, ...popover }: EmojiPickerProps) {
  const m = useMessages().comfort;
  const [query, setQuery] = useState("");
  const names = useEmojiNames();
  const searches = query.trim() !== "" && names !== null;
  const shown = searches ? searchEmoji(names, query, FOUND_MAX) : COMMON;
  const search = (
    <Input
      type="search"
      aria-label={m.emojiSearch}
      placeholder={m.emojiSearch}
      maxLength={40}
      value={query}
      onChange={(event) => setQuery(event.target.value)}
      onKeyDown={onKey((key, event) => {
        if (key !== "Enter") return;
        event.preventDefault();
        const [first] = shown;
        if (searches && first !== undefined) onPick(first);
      })}
    />
  );
  // The first control gets the focus: an input would open the keyboard of a phone over the emoji.
  const above = !matchMedia("(pointer: coarse)").matches;
  return (
    <Popover
      {...popover}
      role="dialog"
      label={m.emoji}
      side="top"
      align="end"
      className="flex w-84 max-w-[calc(100vw-1.5rem)] flex-col gap-2 rounded-2xl p-2"
    >
      {above && search}
      {/* As high with few results as with many, so that nothing moves. */}
      <div className="grid h-44 shrink auto-rows-min grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-0.5 overflow-y-auto pointer-coarse:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
        {shown.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="grid h-9 place-items-center rounded-lg text-xl hover:bg-secondary focus-visible:bg-secondary pointer-coarse:h-11"
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
        <p
          role="status"
          className="col-span-full p-2 text-center text-sm text-muted-foreground empty:hidden"
        >
          {searches && shown.length === 0 ? m.emojiNone : null}
        </p>
      </div>
      {!above && search}
    </Popover>
  );
}
