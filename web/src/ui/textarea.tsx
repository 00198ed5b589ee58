import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(
        "w-full resize-none rounded-2xl border border-input bg-background/60 px-3.5 py-2.5 text-base leading-snug",
        "aria-invalid:border-destructive",
        className,
      )}
      {...props}
    />
  );
}
