import { Ellipsis } from "lucide-react";
import type { Ref } from "react";
import { useMessages } from "@/i18n/i18n";
import { IconButton } from "@/ui/icon-button";

interface MoreButtonProps {
  readonly ref: Ref<HTMLButtonElement>;
  readonly look: "glass" | "ghost";
  readonly open: boolean;
  readonly onPress: () => void;
}

export function MoreButton({ ref, look, open, onPress }: MoreButtonProps) {
  const m = useMessages().comfort;
  return (
    <IconButton
      ref={ref}
      label={m.more}
      variant={look}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={onPress}
    >
      <Ellipsis />
    </IconButton>
  );
}
