import { X } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";
import { useQuestion } from "./questions";

export interface IcebreakerCardProps {
  readonly room: string;
  /** How often either visitor moved on to another card. */
  readonly n: number;
  readonly onAnother: () => void;
  readonly onClose: () => void;
  readonly className?: string | undefined;
}

/** A question to begin with, the same for both. */
export function IcebreakerCard({ room, n, onAnother, onClose, className }: IcebreakerCardProps) {
  const m = useMessages().icebreaker;
  const question = useQuestion(room, n);
  if (question === null) return null;
  return (
    <section
      aria-label={m.title}
      className={cn("flex flex-wrap items-center gap-x-2 py-1 ps-4 pe-1 text-sm", className)}
    >
      <p
        role="status"
        className="min-w-[min(12rem,100%)] flex-1 py-1.5 pe-3 leading-snug font-medium text-pretty"
      >
        {question}
      </p>
      <span className="ms-auto flex max-w-full items-center">
        <Button variant="ghost" size="sm" className="min-w-0 shrink" onClick={onAnother}>
          {m.another}
        </Button>
        <IconButton label={m.close} variant="ghost" onClick={onClose}>
          <X />
        </IconButton>
      </span>
    </section>
  );
}
