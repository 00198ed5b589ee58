import { RadioGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/utils";

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly SegmentedOption<T>[];
  readonly onChange: (value: T) => void;
  readonly size?: "default" | "sm";
  readonly className?: string;
}

/** A choice of a few visible options: a radio group in the shape of a pill. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  size = "default",
  className,
}: SegmentedProps<T>) {
  return (
    <Radix.Root
      data-slot="segmented"
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const option = options.find((o) => o.value === next);
        if (option) onChange(option.value);
      }}
      className={cn("grid auto-cols-fr grid-flow-col gap-1 rounded-full bg-muted p-1", className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className={cn(
            "touch inline-flex min-w-0 items-center justify-center rounded-full font-semibold text-muted-foreground",
            size === "default" ? "h-10 gap-2 px-4 text-[0.9375rem]" : "h-9 gap-1.5 px-2 text-sm",
            "transition-colors hover:text-foreground [&_svg]:size-[1.15em]",
            "data-[state=checked]:bg-foreground data-[state=checked]:text-background",
          )}
        >
          {option.icon}
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
