import { Flag } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";

interface ReportButtonProps {
  readonly onOpen: () => void;
  readonly look: "glass" | "ghost" | "words";
}

/** Always one press away: while the partner is there, and for a while after the partner left. */
export function ReportButton({ onOpen, look }: ReportButtonProps) {
  const m = useMessages().safety;
  if (look === "words") {
    return (
      <Button variant="ghost" size="sm" aria-haspopup="dialog" onClick={onOpen}>
        <Flag aria-hidden="true" /> {m.open}
      </Button>
    );
  }
  return (
    <IconButton label={m.open} variant={look} aria-haspopup="dialog" onClick={onOpen}>
      <Flag />
    </IconButton>
  );
}
