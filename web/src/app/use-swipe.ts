import { type TouchEvent, useRef } from "react";
import { GLANCE_MS } from "@/features/session/timing";

const LEAST_PX = 90;
/**
 * A slower movement is a resting finger. The limit also ensures that no swipe ends on another
 * partner.
 */
const LONGEST_MS = GLANCE_MS;

/** Handlers for an element that reacts to a quick upward swipe. */
export function useSwipeUp(swiped: () => void) {
  const begin = useRef<{ x: number; y: number; at: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      const on = event.target instanceof Element && event.target.closest("button, a, input");
      begin.current =
        touch && event.touches.length === 1 && !on
          ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
          : null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      const from = begin.current;
      begin.current = null;
      if (!from || !touch || event.timeStamp - from.at > LONGEST_MS) return;
      const [up, aside] = [from.y - touch.clientY, Math.abs(touch.clientX - from.x)];
      if (up > LEAST_PX && up > 2 * aside) swiped();
    },
  };
}
