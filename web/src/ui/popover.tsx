import { type ReactNode, type RefObject, useEffectEvent, useLayoutEffect, useRef } from "react";
import { listenForKeys } from "@/lib/keys";
import { cn } from "@/lib/utils";
import { type Placement, place } from "./place";

export interface PopoverProps extends Placement {
  readonly label: string;
  /** The control that it belongs to, and that opens and closes it. */
  readonly anchor: RefObject<HTMLElement | null>;
  /** Gets the focus when the popover closes; by default the anchor. */
  readonly back?: RefObject<HTMLElement | null>;
  /** A dialog takes the focus; the anchor of a region keeps it. */
  readonly role: "dialog" | "region";
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

const FOCUSABLE = "input, select, textarea, button, a[href]";

/**
 * A panel beside a control, in the browser's top layer: above everything, full screen too, and
 * clipped by nothing. It closes on Escape, on a press elsewhere, and when it loses the focus.
 * (`popover="auto"` would close on an Escape that the page handles as well.)
 */
export function Popover({ label, anchor, back = anchor, role, onClose, ...props }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const { side, align } = props;
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    element.showPopover?.();
    const update = () => {
      const at = anchor.current?.getBoundingClientRect();
      if (at) place(element, at, { side, align });
    };
    update();
    const watch = new ResizeObserver(update);
    watch.observe(element);
    window.addEventListener("resize", update);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", update);
    };
  }, [anchor, side, align]);

  useLayoutEffect(() => {
    const element = panel.current;
    if (role === "dialog") element?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    const next = back.current;
    return () => {
      // The control that was pressed disappears with the panel.
      if (element?.contains(document.activeElement)) next?.focus();
    };
  }, [role, back]);

  const close = useEffectEvent(onClose);
  // With the panel, not after it: an Escape in between would reach the page behind it.
  useLayoutEffect(() => {
    const elsewhere = ({ target }: Event) => {
      const inside = [panel, anchor].some((one) => one.current?.contains(target as Node));
      if (!inside) close();
    };
    const stopListening = listenForKeys(
      (key, event) => {
        if (key !== "Escape") return;
        event.preventDefault(); // Handled: this Escape must not end a conversation too.
        back.current?.focus();
        close();
      },
      { first: true },
    );
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    return () => {
      stopListening();
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
    };
  }, [anchor, back]);

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a name.
    <div
      ref={panel}
      popover="manual"
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={cn(
        // Its parent in the page may let presses through to the picture.
        "pointer-events-auto fixed inset-auto z-40 overflow-y-auto border bg-popover text-foreground shadow-float outline-none",
        "animate-in fade-in-0 zoom-in-95 duration-150",
        props.className,
      )}
    >
      {props.children}
    </div>
  );
}
