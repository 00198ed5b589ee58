import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      data-slot="switch"
      className={cn(
        "touch inline-flex h-6 w-11 shrink-0 items-center rounded-full bg-input p-0.5 transition-colors",
        "data-[state=checked]:bg-primary disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <Radix.Thumb className="size-5 rounded-full bg-thumb shadow-sm transition-transform data-[state=checked]:translate-x-5 rtl:data-[state=checked]:-translate-x-5 data-[state=checked]:bg-primary-foreground" />
    </Radix.Root>
  );
}
