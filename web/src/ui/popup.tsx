import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";
import { IconButton } from "./icon-button";

export interface PopupProps {
  /** Names the button and what it opens. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  /** Which edge of the button the panel keeps to. */
  readonly align: "start" | "end";
  readonly className?: string;
}

/** A button and a small panel below it, which goes with Escape, a press elsewhere, or when the focus leaves it. */
export function Popup({ label, icon, children, align, className }: PopupProps) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const panel = useId();

  useEffect(() => {
    if (!open) return;
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPointerDown);
    return () => document.removeEventListener("pointerdown", onPointerDown);
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the controls inside.
    <div
      ref={whole}
      className={cn("relative", className)}
      onBlur={(event) => {
        if (event.relatedTarget && !whole.current?.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={onKey((key, event) => {
        if (key !== "Escape" || !open) return;
        event.preventDefault(); // Escape is used up: it must not end a conversation too.
        setOpen(false);
        event.currentTarget.querySelector("button")?.focus();
      })}
    >
      <IconButton
        label={label}
        variant="ghost"
        size="icon-sm"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </IconButton>
      {open && (
        <section
          id={panel}
          aria-label={label}
          className={cn(
            "absolute top-full z-40 mt-2 flex max-h-[calc(100dvh-5rem)] w-76 flex-col gap-4 overflow-y-auto rounded-2xl border bg-popover p-4 text-foreground shadow-float",
            // Wherever the button is: as wide as a narrow window.
            "max-sm:fixed max-sm:inset-x-4 max-sm:top-14 max-sm:w-auto",
            "animate-in fade-in-0 slide-in-from-top-1 duration-150",
            align === "start" ? "start-0" : "end-0",
          )}
        >
          {children}
        </section>
      )}
    </div>
  );
}
