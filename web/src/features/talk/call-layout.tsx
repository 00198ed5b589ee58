import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Logo } from "@/ui/logo";

export interface VideoLayoutProps {
  readonly stage: ReactNode;
  readonly self: ReactNode;
  readonly controls: ReactNode;
  readonly chat: ReactNode;
  /** Beside the name of the site. */
  readonly corner: ReactNode;
  /** On a small screen the chat is a sheet over the picture. */
  readonly chatOpen: boolean;
}

/** Picture and chat side by side; on a small screen the picture is everything and the chat a sheet above it. */
export function VideoLayout({ stage, self, controls, chat, chatOpen, corner }: VideoLayoutProps) {
  return (
    // The stage is dark by day too: a face is seen best in the dark, and nothing flashes between two of them.
    <div className="flex h-dvh bg-night lg:gap-4 lg:p-4">
      <main className="relative min-w-0 flex-1 overflow-hidden bg-stage text-foreground scheme-dark lg:rounded-3xl lg:border">
        {stage}
        <div className="absolute start-4 top-4 z-20 flex items-center gap-1.5 lg:start-5 lg:top-5">
          <Logo />
          {corner}
        </div>
        <div className="absolute top-3.5 end-3.5 h-36 w-27 lg:top-auto lg:end-5 lg:bottom-5 lg:h-30 lg:w-40 xl:h-42 xl:w-56">
          {self}
        </div>
        <div className="absolute inset-x-0 bottom-0 px-3 pb-safe lg:pb-5">{controls}</div>
      </main>
      <aside
        className={cn(
          "flex flex-col overflow-hidden border bg-card shadow-float lg:static lg:h-auto lg:w-80 lg:rounded-3xl xl:w-96",
          "max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:h-[62dvh] max-lg:rounded-t-3xl max-lg:pb-[env(safe-area-inset-bottom)]",
          chatOpen
            ? "max-lg:animate-in max-lg:slide-in-from-bottom-8 max-lg:fade-in-0 max-lg:duration-200"
            : "max-lg:hidden",
        )}
      >
        {chat}
      </aside>
    </div>
  );
}

export interface TextLayoutProps {
  readonly children: ReactNode;
  readonly controls: ReactNode;
  /** Beside the name of the site. */
  readonly corner: ReactNode;
}

/** One column: who is there, what was said, what to do. */
export function TextLayout({ children, controls, corner }: TextLayoutProps) {
  return (
    <div className="flex h-dvh justify-center bg-night sm:p-4 lg:p-6">
      <div className="flex w-full max-w-3xl flex-col overflow-hidden bg-card sm:rounded-3xl sm:border sm:shadow-float">
        <header className="flex h-17 shrink-0 items-center justify-between border-b px-4 sm:px-5">
          <div className="flex items-center gap-1">
            <Logo />
            {corner}
          </div>
          {controls}
        </header>
        <main className="flex min-h-0 flex-1 flex-col">{children}</main>
      </div>
    </div>
  );
}
