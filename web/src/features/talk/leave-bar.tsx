import { useEffect, useRef } from "react";
import { useMessages } from "@/i18n/i18n";
import { cn } from "@/lib/utils";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";

export interface LeaveBarProps {
  readonly onLeave: () => void;
  readonly onSkip: () => void;
  readonly onKeep: () => void;
  readonly className?: string;
}

/**
 * Opens on Escape, which hides the partner. A button confirms, and a second Escape skips. Enter and
 * Space keep the conversation, in case that Escape was a mistake.
 */
export function LeaveBar({ onLeave, onSkip, onKeep, className }: LeaveBarProps) {
  const m = useMessages().controls;
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    keep.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <div
      role="alertdialog"
      aria-label={m.leaveQuestion}
      className={cn(
        "absolute inset-x-0 bottom-20 z-40 flat:bottom-1 mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-4 rounded-3xl border bg-popover px-2 py-2 text-foreground shadow-float sm:ps-5 lg:top-20 lg:bottom-auto",
        "animate-in fade-in-0 slide-in-from-bottom-3 duration-200 lg:slide-in-from-top-3",
        className,
      )}
    >
      <p className="hidden text-[0.9375rem] font-medium sm:block">{m.leaveShort}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button size="sm" onClick={onLeave}>
          {m.leave}
        </Button>
        <Button variant="secondary" size="sm" onClick={onSkip}>
          {m.skip}
          <Kbd>Esc</Kbd>
        </Button>
        <Button ref={keep} variant="ghost" size="sm" onClick={onKeep}>
          {m.keep}
        </Button>
      </div>
    </div>
  );
}
