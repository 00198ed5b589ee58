import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { onKey } from "@/lib/keys";
import { IconButton } from "./icon-button";

export interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What is read out with the title. */
  readonly description?: string;
}

/**
 * Takes the page over until it is closed. The browser's own dialog: it holds the focus and gives it back, and Escape
 * closes it. (What libraries do instead needs inline styles, which the content security policy forbids.)
 */
export function Dialog({ title, closeLabel, onClose, children, description }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const explanation = useId();
  // Before it leaves the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      aria-describedby={description === undefined ? undefined : explanation}
      className="m-auto w-[calc(100%-2rem)] max-w-lg rounded-3xl border bg-popover p-0 text-foreground shadow-float backdrop:bg-veil open:animate-in open:fade-in-0 open:zoom-in-98"
      onCancel={(event) => {
        // However a system asks to close it: the state decides, and not the element.
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKey((key, event) => {
        // The page behind it must not take this Escape for its own.
        if (key !== "Escape") return;
        event.preventDefault();
        onClose();
      })}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="flex max-h-[86dvh] flex-col gap-4 p-6 sm:p-7">
        {/* No `header`: in a dialog that would be another banner of the page. */}
        <div className="flex items-start justify-between gap-4">
          <h2 id={heading} className="text-title font-semibold">
            {title}
          </h2>
          <IconButton label={closeLabel} variant="ghost" size="icon-sm" onClick={onClose}>
            <X />
          </IconButton>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse. */}
        <div tabIndex={0} className="flex min-h-0 flex-col gap-4 overflow-y-auto leading-relaxed">
          {description !== undefined && (
            <p id={explanation} className="text-sm text-muted-foreground">
              {description}
            </p>
          )}
          {children}
        </div>
      </div>
    </dialog>,
    document.body,
  );
}
