import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** The browser's own list of choices: every device shows the one that its people know. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span data-slot="select" className={cn("relative inline-grid min-w-0", className)}>
      <select
        className="h-11 w-full min-w-0 appearance-none truncate rounded-xl border border-input bg-background/60 ps-3.5 pe-9 text-[0.9375rem] text-foreground disabled:opacity-50"
        {...props}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  );
}
