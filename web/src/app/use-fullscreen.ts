import { useEffect, useEffectEvent, useRef } from "react";

/**
 * The whole page on the whole screen. In it Escape goes to the browser, which leaves it and tells the page nothing else:
 * `left` is called for every end that was not asked for by `toggle`.
 */
export function useFullscreen(left: () => void): (() => void) | null {
  const onLeft = useEffectEvent(left);
  const asked = useRef(false);
  useEffect(() => {
    const changed = () => {
      if (!document.fullscreenElement && !asked.current) onLeft();
      asked.current = false;
    };
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  if (!document.fullscreenEnabled) return null;
  return () => {
    asked.current = document.fullscreenElement !== null;
    const done = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    done.catch(() => {});
  };
}
