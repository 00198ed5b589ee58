import type { Reaction } from "@nexuschat/client/protocol";
import { useMessages } from "@/i18n/i18n";
import { REACTIONS } from "@/lib/reactions";
import { cn } from "@/lib/utils";
import { Popover, type PopoverProps } from "@/ui/popover";

export interface ReactionBarProps extends Pick<PopoverProps, "anchor" | "side" | "onClose"> {
  /** Matches the stage below it. */
  readonly dark: boolean;
  readonly onReact: (emoji: Reaction) => void;
}

/** Stays open after a press: one laugh is often followed by another. */
export function ReactionBar({ dark, onReact, ...popover }: ReactionBarProps) {
  const m = useMessages().reactions;
  return (
    <Popover
      {...popover}
      role="dialog"
      label={m.title}
      align="start"
      className={cn("flex flex-wrap gap-1 rounded-3xl p-1.5", dark && "scheme-dark")}
    >
      {(Object.keys(REACTIONS) as Reaction[]).map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={m.names[emoji]}
          title={m.names[emoji]}
          className="grid size-11 place-items-center rounded-full text-2xl transition-transform hover:bg-secondary focus-visible:bg-secondary active:scale-90"
          onClick={() => onReact(emoji)}
        >
          <span aria-hidden="true">{REACTIONS[emoji]}</span>
        </button>
      ))}
    </Popover>
  );
}
