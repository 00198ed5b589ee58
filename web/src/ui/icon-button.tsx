import type { ReactNode } from "react";
import { cn } from "@/lib/utils";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "aria-label" | "children"> & {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  readonly hint?: string;
  /** A word of the label, visible beside the icon where a stage has room for it. */
  readonly word?: string;
  readonly children: ReactNode;
};

/** A button with an icon, and in most places nothing else. Its name is mandatory. */
export function IconButton(props: IconButtonProps) {
  const { label, hint, word, size = "icon", className, children, ...rest } = props;
  return (
    <Tooltip text={hint ?? label}>
      <Button
        aria-label={label}
        size={size}
        className={cn(word && "worded:w-auto worded:gap-1.5 worded:px-3", className)}
        {...rest}
      >
        {children}
        {word && (
          <span aria-hidden="true" className="hidden text-sm worded:inline">
            {word}
          </span>
        )}
      </Button>
    </Tooltip>
  );
}
