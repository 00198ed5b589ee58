import { Flag } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";

interface ReportButtonProps {
  readonly onOpen: () => void;
  readonly look: "glass" | "ghost" | "words";
}

/** One press away at all times: where the partner's picture is, and for a while after it has gone. */
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
