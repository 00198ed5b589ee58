import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

/** The browser's own: it knows every key and direction, and costs no script. */
export function Slider({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input data-slot="slider" type="range" className={cn("accent-primary", className)} {...props} />
  );
}
