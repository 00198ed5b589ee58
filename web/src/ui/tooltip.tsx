import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { onKey } from "@/lib/keys";
import { place } from "./place";

export interface TooltipProps {
  readonly text: string;
  /** One control. */
  readonly children: ReactNode;
}

const DELAY_MS = 350;

/** Shows the control's accessible name; assistive technology needs only the name. */
export function Tooltip({ text, children }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<DOMRect | null>(null);
  /** The delay before it is shown; null while no pointer is over the control. */
  const [delayMs, setDelayMs] = useState<number | null>(null);

  useEffect(() => {
    if (delayMs === null) return;
    const timer = setTimeout(() => {
      const control = anchor.current?.firstElementChild;
      if (control) setAt(control.getBoundingClientRect());
    }, delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  const hide = () => {
    setDelayMs(null);
    setAt(null);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only observes the control inside.
    <span
      ref={anchor}
      className="contents"
      onPointerEnter={(event) => event.pointerType === "mouse" && setDelayMs(DELAY_MS)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && setDelayMs(0)}
      onBlur={hide}
      onKeyDown={onKey((key) => key === "Escape" && hide())}
    >
      {children}
      {at && createPortal(<Bubble text={text} at={at} />, document.body)}
    </span>
  );
}

/** In the top layer like a popover, so that it is also seen over a dialog. */
function Bubble({ text, at }: { readonly text: string; readonly at: DOMRect }) {
  const bubble = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    element.showPopover?.();
    place(element, at, { side: "top", align: "center" });
  }, [at]);
  return (
    <span
      ref={bubble}
      popover="manual"
      data-slot="tooltip"
      aria-hidden="true"
      className="pointer-events-none fixed inset-auto z-50 rounded-lg bg-foreground px-2.5 py-1.5 text-xs font-medium whitespace-nowrap text-background shadow-float animate-in fade-in-0"
    >
      {text}
    </span>
  );
}
