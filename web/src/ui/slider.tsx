import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

/** The browser's own slider: it handles all keys and text directions, without a script. */
export function Slider({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input data-slot="slider" type="range" className={cn("accent-primary", className)} {...props} />
  );
}
