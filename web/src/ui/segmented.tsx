import { type ReactNode, useId } from "react";
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

/**
 * A choice of a few visible options: a radio group in the shape of a pill. The browser's own radio
 * buttons lie over the words, and do without 7 KB of the first load.
 */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  size = "default",
  className,
}: SegmentedProps<T>) {
  const group = useId();
  return (
    <div
      role="radiogroup"
      data-slot="segmented"
      aria-label={label}
      className={cn("grid auto-cols-fr grid-flow-col gap-1 rounded-full bg-muted p-1", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "relative inline-flex min-w-0 items-center justify-center rounded-full font-semibold text-muted-foreground",
            size === "default" ? "h-10 gap-2 px-4 text-[0.9375rem]" : "h-9 gap-1.5 px-2 text-sm",
            "transition-colors hover:text-foreground [&_svg]:size-[1.15em]",
            "has-checked:bg-foreground has-checked:text-background",
          )}
        >
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            // As high as a finger needs, which may be more than the pill.
            className="absolute inset-x-0 inset-y-0 m-0 appearance-none rounded-full pointer-coarse:inset-y-[min(0px,50%-1.375rem)]"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </div>
  );
}
