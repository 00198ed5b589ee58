import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";
import { IconButton } from "./icon-button";

export interface PopupProps {
  /** The name of the button and of its panel. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  /** The edge of the button that the panel is aligned to. */
  readonly align: "start" | "end";
  readonly className?: string;
}

/**
 * A button with a small panel below it. The panel closes on Escape, on a press elsewhere, or when
 * it loses the focus.
 */
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
    // biome-ignore lint/a11y/noStaticElementInteractions: it handles keys of the controls inside.
    <div
      ref={whole}
      className={cn("relative", className)}
      onBlur={(event) => {
        if (event.relatedTarget && !whole.current?.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={onKey((key, event) => {
        if (key !== "Escape" || !open) return;
        event.preventDefault(); // Handled: this Escape must not end a conversation too.
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
            // In a narrow window the panel has the window's width, wherever the button is.
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
