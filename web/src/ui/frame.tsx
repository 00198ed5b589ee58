import { type ReactNode, useLayoutEffect, useRef } from "react";
import { cn } from "@/lib/utils";

export interface FrameProps {
  readonly children: ReactNode;
  readonly className?: string;
  /** The chosen size of the small picture, for `self-size`. */
  readonly "data-self"?: string;
}

/**
 * As high as the visible part of the window. An on-screen keyboard covers part of it, which
 * browsers report only through `visualViewport`. Content queries the frame for its height (`squat`,
 * `flat`).
 */
export function Frame({ children, className, ...data }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const view = window.visualViewport;
    const style = frame.current?.style;
    if (!view || !style) return;
    const follow = () => {
      // Pinch zoom does not make the window smaller.
      const covered = view.scale <= 1 && view.height < document.documentElement.clientHeight - 1;
      style.setProperty("--visible-height", covered ? `${view.height}px` : "100dvh");
      style.setProperty("--visible-top", covered ? `${view.offsetTop}px` : "0px");
    };
    follow();
    view.addEventListener("resize", follow);
    view.addEventListener("scroll", follow);
    return () => {
      view.removeEventListener("resize", follow);
      view.removeEventListener("scroll", follow);
    };
  }, []);
  return (
    <div
      ref={frame}
      className={cn(
        "relative top-(--visible-top) flex h-(--visible-height,100dvh) [container:frame/size]",
        className,
      )}
      {...data}
    >
      {children}
    </div>
  );
}
