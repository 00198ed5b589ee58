import { type ReactNode, useLayoutEffect, useRef } from "react";
import { cn } from "@/lib/utils";

export interface FrameProps {
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * As high as what is visible of the window. Where an on-screen keyboard lies over the page, that is less than the window:
 * browsers tell it by `visualViewport` alone. What is inside asks the frame for its height (`squat`, `flat`).
 */
export function Frame({ children, className }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const view = window.visualViewport;
    const style = frame.current?.style;
    if (!view || !style) return;
    const follow = () => {
      // Fingers that magnify the page do not make the window smaller.
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
    >
      {children}
    </div>
  );
}
