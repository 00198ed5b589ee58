import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "aria-label" | "children" | "asChild"> & {
  /** The accessible name, shown as a tooltip too. */
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
};

/** A button that is only an icon: it cannot be made without a name. */
export function IconButton({ label, hint, size = "icon", children, ...props }: IconButtonProps) {
  return (
    <Tooltip text={hint ?? label}>
      <Button aria-label={label} size={size} {...props}>
        {children}
      </Button>
    </Tooltip>
  );
}
