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
  /** Announced together with the title. */
  readonly description?: string;
}

/**
 * A modal dialog, using the browser's own element: it traps the focus and returns it, and closes on
 * Escape. (Libraries need inline styles instead, which the content security policy forbids.)
 */
export function Dialog({ title, closeLabel, onClose, children, description }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const explanation = useId();
  // Closed before React removes it: only then the browser returns the focus.
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
        // Whatever requests the close, the state decides, not the element.
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKey((key, event) => {
        // The page behind the dialog must not handle this Escape.
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
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it needs keyboard access. */}
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
