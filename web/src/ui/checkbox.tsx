import { Check } from "lucide-react";
import type { ComponentProps } from "react";

export function Checkbox(props: Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <span data-slot="checkbox" className="relative grid size-6 shrink-0 place-items-center">
      <input
        type="checkbox"
        className="touch peer size-6 appearance-none rounded-md border border-input bg-background/60 transition-colors checked:border-primary checked:bg-primary aria-invalid:border-destructive"
        {...props}
      />
      <Check
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none absolute size-4 scale-50 text-primary-foreground opacity-0 transition peer-checked:scale-100 peer-checked:opacity-100"
      />
    </span>
  );
}
