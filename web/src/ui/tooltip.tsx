import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

export const TooltipProvider = Radix.Provider;

export interface TooltipProps {
  readonly text: string;
  readonly children: ReactNode;
}

/** Repeats in sight what the control's accessible name says; assistive technology needs only the name. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild aria-describedby={undefined}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-slot="tooltip"
          sideOffset={8}
          collisionPadding={12}
          className="z-50 rounded-lg bg-foreground px-2.5 py-1.5 text-xs font-medium text-background shadow-float animate-in fade-in-0 zoom-in-95"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
