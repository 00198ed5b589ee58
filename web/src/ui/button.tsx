import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";

export const buttonVariants = cva(
  [
    "touch inline-flex shrink-0 items-center justify-center gap-2 rounded-full font-semibold select-none",
    "transition-[background-color,color,border-color,transform,opacity] duration-150 active:scale-[0.98]",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:cursor-default aria-disabled:opacity-45 aria-disabled:active:scale-100",
    "[&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-[1.15em]",
  ],
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-primary-hover",
        secondary: "bg-secondary text-secondary-foreground hover:bg-secondary-hover",
        outline: "border border-input bg-transparent text-foreground hover:bg-secondary",
        ghost: "text-muted-foreground hover:bg-secondary hover:text-foreground",
        glass: "border border-edge bg-glass text-foreground hover:bg-glass-hover",
        end: "border border-danger/45 bg-glass text-danger hover:bg-destructive hover:text-destructive-foreground",
        off: "border border-transparent bg-destructive text-destructive-foreground hover:bg-destructive-hover",
        destructive: "bg-danger/12 text-danger hover:bg-danger/20",
      },
      size: {
        // Words that are longer than their place wrap.
        sm: "min-h-9 max-w-full px-4 py-1 text-sm",
        default: "min-h-11 max-w-full px-5 py-1 text-[0.9375rem]",
        lg: "min-h-13 max-w-full px-7 py-1 text-base",
        icon: "size-11 text-lg",
        "icon-sm": "size-9 text-base",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

export type ButtonLook = VariantProps<typeof buttonVariants>;
export type ButtonProps = ComponentProps<"button"> & ButtonLook;

/** A held key presses once, however often it repeats. */
export function Button({ className, variant, size, onKeyDown, ...props }: ButtonProps) {
  return (
    <button
      data-slot="button"
      type="button"
      className={cn(buttonVariants({ variant, size }), className)}
      onKeyDown={onKey((key, event) => {
        if (event.repeat && key === "Enter") event.preventDefault();
        onKeyDown?.(event);
      })}
      {...props}
    />
  );
}
