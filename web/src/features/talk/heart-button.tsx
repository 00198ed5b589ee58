import { Heart, HeartHandshake } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { IconButton } from "@/ui/icon-button";

interface HeartButtonProps {
  readonly look: "glass" | "ghost";
  /** Whether the visitor likes the partner, and both each other. */
  readonly heart: "off" | "mine" | "both";
  readonly onPress: (on: boolean) => void;
}

/** Asks to meet the partner again. The partner does not see it unless both press it. */
export function HeartButton({ look, heart, onPress }: HeartButtonProps) {
  const m = useMessages().again;
  return (
    <IconButton
      label={m.hearts[heart]}
      variant={look}
      aria-pressed={heart !== "off"}
      onClick={() => onPress(heart === "off")}
    >
      {heart === "both" ? (
        <HeartHandshake className="text-partner-strong" />
      ) : (
        <Heart className={heart === "mine" ? "fill-current text-partner-strong" : undefined} />
      )}
    </IconButton>
  );
}
