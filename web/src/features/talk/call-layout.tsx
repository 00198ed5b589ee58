import type { ReactNode } from "react";
import { cn } from "@/lib/utils";
import { Frame } from "@/ui/frame";
import { Logo } from "@/ui/logo";
import type { SelfSize } from "./size-button";

export interface VideoLayoutProps {
  readonly stage: ReactNode;
  /** The small picture over the stage. */
  readonly self: ReactNode;
  readonly selfSize: SelfSize;
  readonly controls: ReactNode;
  readonly chat: ReactNode;
  /** Above the controls at the start: reactions, the icebreaker and the latest messages. */
  readonly peek: ReactNode;
  /** Hides the small picture: during a search the own one is in the stage. */
  readonly selfLarge: boolean;
  /** Shown next to the site's name. */
  readonly corner: ReactNode;
  /** Actions that concern the partner. */
  readonly actions: ReactNode;
  /** The chat lies over the picture, or beside it on a phone in landscape. */
  readonly chatOpen: boolean;
  /** Temporary layers over everything. */
  readonly overlays: ReactNode;
}

/**
 * The picture has the whole window. The chat lies over it: at the side, as a sheet on a small
 * screen, or beside it on a phone in landscape. The layout depends on the window and the visitor
 * alone, never on the partner.
 */
export function VideoLayout(props: VideoLayoutProps) {
  const { stage, self, selfSize, selfLarge, controls, chat, peek, corner, actions } = props;
  const { chatOpen, overlays } = props;
  return (
    // Dark in every theme: faces are seen best, and nothing flashes between two partners.
    <Frame data-self={selfSize} className="self-size bg-night text-foreground scheme-dark lg:p-3">
      <main
        className="stage min-w-0 flex-1 overflow-hidden bg-stage lg:rounded-3xl lg:border"
        data-chat={chatOpen ? "open" : "closed"}
      >
        {stage}
        {/* One line; in a narrow window it ends where the own picture begins. */}
        <div className="pointer-events-none absolute start-4 top-3.5 z-20 flex h-11 items-center gap-1.5 *:pointer-events-auto @max-[19rem]/stage:start-2 lg:inset-x-5 lg:top-4 low:inset-x-3.5 low:top-3">
          <Logo narrow="mark" />
          {corner}
          <div className="flex gap-2 @max-[19rem]/stage:gap-1 lg:ms-auto low:ms-auto">
            {actions}
          </div>
        </div>
        {/* Beside the controls on a wide stage only, otherwise above them. */}
        <div
          className={cn(
            "absolute end-3.5 top-(--self-top) z-10 aspect-3/4 h-(--self) lg:top-auto lg:end-5 lg:bottom-22 lg:aspect-4/3 lg:wide:bottom-(--self-bottom) low:top-16 low:aspect-4/3 flat:hidden",
            "transition-[scale,opacity,visibility] duration-300",
            selfLarge && "invisible scale-150 opacity-0",
          )}
        >
          {self}
        </div>
        {peek && (
          <div className="pointer-events-none absolute start-4 bottom-20 max-w-[min(23rem,84%)] lg:start-5 low:start-3.5 low:bottom-16 low:max-w-[40%] squat:hidden">
            {peek}
          </div>
        )}
        <div className="absolute inset-x-0 bottom-0 px-2 pb-safe lg:pb-5 low:pb-3">{controls}</div>
      </main>
      <aside
        className={cn(
          "flex flex-col overflow-hidden border bg-card shadow-float low:w-[min(20rem,48%)]",
          // Between the actions of the top line and the own picture.
          "lg:absolute lg:end-8 lg:top-22 lg:bottom-[calc(var(--self)+var(--self-bottom)+1.75rem)] lg:z-20 lg:w-88 lg:rounded-3xl lg:border-edge lg:bg-glass",
          // The sheet takes the whole window if the rest would be too small.
          "sheet:absolute sheet:inset-x-0 sheet:bottom-0 sheet:z-30 sheet:h-[max(62%,min(100%,21rem))] sheet:rounded-t-3xl sheet:pb-[env(safe-area-inset-bottom)]",
          chatOpen
            ? "sheet:animate-in sheet:slide-in-from-bottom-8 sheet:fade-in-0 sheet:duration-200 lg:animate-in lg:fade-in-0 lg:duration-200"
            : "hidden",
        )}
      >
        {chat}
      </aside>
      {overlays}
    </Frame>
  );
}

export interface TextLayoutProps {
  readonly children: ReactNode;
  readonly controls: ReactNode;
  /** Actions that concern the partner. */
  readonly actions: ReactNode;
  /** Shown next to the site's name. */
  readonly corner: ReactNode;
  /** Temporary layers over everything. */
  readonly overlays: ReactNode;
}

/** One column: the partner's state, the messages, the controls. */
export function TextLayout({ children, controls, actions, corner, overlays }: TextLayoutProps) {
  return (
    <Frame className="justify-center bg-night sm:p-4 lg:p-6 low:p-0">
      <div
        data-layout="text"
        className="flex w-full max-w-3xl flex-col overflow-hidden bg-card [container:stage/inline-size] sm:rounded-3xl sm:border sm:shadow-float low:rounded-none low:border-y-0"
      >
        <header className="grid shrink-0 grid-cols-[1fr_auto] items-center gap-x-3 low:gap-x-1 border-b px-4 sm:px-5 md:grid-cols-[1fr_auto_auto] low:grid-cols-[1fr_auto_auto]">
          <div className="flex h-17 items-center gap-1 low:h-14 squat:h-12 flat:h-11">
            <Logo narrow="mark" />
            {corner}
          </div>
          {/* The column is fixed, so that the controls do not move. */}
          <div className="md:col-start-3 low:col-start-3">{controls}</div>
          {/* Between the two if there is room, otherwise in a row below them. */}
          {actions && (
            <div className="col-span-full -mx-4 flex items-center justify-end gap-1 border-t px-2 py-1 md:col-span-1 md:col-start-2 md:row-start-1 md:mx-0 md:border-0 md:p-0 low:col-span-1 low:col-start-2 low:row-start-1 low:mx-0 low:border-0 low:p-0">
              {actions}
            </div>
          )}
        </header>
        <main className="flex min-h-0 flex-1 flex-col">{children}</main>
      </div>
      {overlays}
    </Frame>
  );
}
