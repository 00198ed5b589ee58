import { Flag } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";

interface ReportButtonProps {
  readonly onOpen: () => void;
  /** `last`: during a search, about the partner before it. */
  readonly look: "glass" | "ghost" | "words" | "last";
}

/** Always one press away: while the partner is there, and until the next one comes. */
export function ReportButton({ onOpen, look }: ReportButtonProps) {
  const m = useMessages().safety;
  if (look === "words" || look === "last") {
    return (
      // Low windows have no room for a row of words.
      <Button
        variant="ghost"
        size="sm"
        className={cn(
          "squat:w-9 squat:px-0 low:w-9 low:px-0",
          look === "last" ? "text-inherit" : "squat:mx-1",
        )}
        aria-haspopup="dialog"
        onClick={onOpen}
      >
        <Flag aria-hidden="true" />
        <span className="squat:sr-only low:sr-only">{look === "last" ? m.openLast : m.open}</span>
      </Button>
    );
  }
  return (
    <IconButton label={m.open} variant={look} aria-haspopup="dialog" onClick={onOpen}>
      <Flag />
    </IconButton>
  );
}
