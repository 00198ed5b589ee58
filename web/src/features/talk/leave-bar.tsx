import { useEffect, useRef } from "react";
import { Button } from "@/ui/button";

export interface LeaveBarProps {
  readonly onLeave: () => void;
  readonly onKeep: () => void;
}

/** What Esc brings: one more press decides. Nothing is blocked meanwhile. */
export function LeaveBar({ onLeave, onKeep }: LeaveBarProps) {
  const leave = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    leave.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <div
      role="alertdialog"
      aria-label="Leave this conversation?"
      className="fixed inset-x-0 bottom-24 z-40 lg:top-8 lg:bottom-auto mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-4 rounded-full border bg-popover py-2 pr-2 pl-5 shadow-float animate-in fade-in-0 slide-in-from-bottom-3 lg:slide-in-from-top-3 duration-200"
    >
      <p className="text-[0.9375rem] font-medium">Leave?</p>
      <div className="flex gap-2">
        <Button ref={leave} size="sm" onClick={onLeave}>
          Leave
        </Button>
        <Button variant="ghost" size="sm" onClick={onKeep}>
          Keep talking
        </Button>
      </div>
    </div>
  );
}
