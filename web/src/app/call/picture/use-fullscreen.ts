import { useEffect, useEffectEvent, useRef } from "react";

/**
 * Shows the whole page in fullscreen. There the browser handles Escape and the page only learns
 * that fullscreen ended, so `left` is called for every end that `toggle` did not cause.
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
