import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/utils";

export type SelectProps = ComponentProps<"select"> & { readonly icon?: ReactNode };

/** The browser's own list: every device shows the one that its users know. */
export function Select({ className, icon, children, ...props }: SelectProps) {
  return (
    <span
      data-slot="select"
      className={cn(
        "relative inline-grid min-w-0 [&_svg]:pointer-events-none [&_svg]:absolute [&_svg]:top-1/2 [&_svg]:size-4 [&_svg]:-translate-y-1/2 [&_svg]:text-muted-foreground",
        className,
      )}
    >
      <select
        className={cn(
          "h-11 w-full min-w-0 appearance-none truncate rounded-xl border border-input bg-background/60 pe-9 text-[0.9375rem] text-foreground disabled:opacity-50",
          icon ? "ps-10" : "ps-3.5",
        )}
        {...props}
      >
        {children}
      </select>
      {icon && (
        <span aria-hidden="true" className="contents [&_svg]:start-3.5">
          {icon}
        </span>
      )}
      <ChevronDown aria-hidden="true" className="end-3" />
    </span>
  );
}
