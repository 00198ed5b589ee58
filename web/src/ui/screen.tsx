import type { LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/utils";
import { Card } from "./card";
import { Logo } from "./logo";

export interface ScreenProps {
  readonly title: string;
  readonly art?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** A message in the middle of the window, with its actions. */
export function Screen({ title, art, children, actions, className }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  return (
    <div className="flex min-h-dvh flex-col bg-night">
      <header className="px-5 pt-5 sm:px-8 sm:pt-7">
        <Logo />
      </header>
      <main className="flex flex-1 items-center justify-center p-5 sm:p-8">
        <Card
          className={cn(
            "flex w-full max-w-lg flex-col gap-6 low:gap-4 low:p-6 animate-in fade-in-0 slide-in-from-bottom-2 duration-300",
            className,
          )}
        >
          {art && <div className="contents low:hidden">{art}</div>}
          <div className="flex flex-col gap-2.5">
            <h1 ref={heading} tabIndex={-1} className="text-title font-semibold">
              {title}
            </h1>
            <div className="flex flex-col gap-3 leading-relaxed text-muted-foreground">
              {children}
            </div>
          </div>
          {actions && (
            <div className="flex flex-col gap-2.5 sm:flex-row sm:flex-wrap">{actions}</div>
          )}
        </Card>
      </main>
    </div>
  );
}

/** The art of a screen that explains a problem. */
export function ScreenIcon({ of: Icon }: { readonly of: LucideIcon }) {
  return (
    <span className="grid size-14 place-items-center rounded-2xl bg-secondary text-accent">
      <Icon className="size-6" strokeWidth={1.7} aria-hidden="true" />
    </span>
  );
}
