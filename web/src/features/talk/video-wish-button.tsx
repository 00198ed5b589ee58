import { Video } from "lucide-react";
import type { Ref } from "react";
import { useMessages } from "@/i18n/i18n";
import { IconButton } from "@/ui/icon-button";

interface VideoWishButtonProps {
  /** The visitor wishes for video. */
  readonly on: boolean;
  /** Null without a partner: it stays in place, as Skip does. */
  readonly onPress: (() => void) | null;
  readonly ref: Ref<HTMLButtonElement>;
}

/** Asks for a video call in a text conversation, or takes that back. */
export function VideoWishButton({ on, onPress, ref }: VideoWishButtonProps) {
  const m = useMessages().videoWish;
  return (
    <IconButton
      ref={ref}
      label={m.call}
      variant={on ? "default" : "secondary"}
      aria-pressed={on}
      aria-disabled={onPress === null}
      onClick={() => onPress?.()}
    >
      <Video />
    </IconButton>
  );
}
