import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "aria-label" | "children" | "asChild"> & {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
};

/** A button with only an icon. Its name is mandatory. */
export function IconButton({ label, hint, size = "icon", children, ...props }: IconButtonProps) {
  return (
    <Tooltip text={hint ?? label}>
      <Button aria-label={label} size={size} {...props}>
        {children}
      </Button>
    </Tooltip>
  );
}
