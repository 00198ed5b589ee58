import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

/** The name of a key; hidden on touch devices. */
export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      data-slot="kbd"
      className={cn(
        "hidden rounded-md border border-current/25 px-1.5 py-0.5 font-sans text-[0.6875rem] leading-none font-medium opacity-75 pointer-fine:inline-block",
        className,
      )}
      {...props}
    />
  );
}
