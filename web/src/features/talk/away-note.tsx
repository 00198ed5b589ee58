import { WifiOff } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Badge } from "@/ui/badge";

interface AwayNoteProps {
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
  readonly className?: string;
}

/** Shows whose connection to the server broke while it may resume. Screen readers announce it. */
export function AwayNote({ selfAway, partnerAway, className }: AwayNoteProps) {
  const m = useMessages().talk;
  const text = selfAway ? m.selfAway : partnerAway ? m.partnerAway : null;
  return (
    <div role="status" className={className}>
      {text && (
        <Badge variant="glass" className="animate-breathe rounded-2xl py-1.5">
          <WifiOff aria-hidden="true" /> {text}
        </Badge>
      )}
    </div>
  );
}
