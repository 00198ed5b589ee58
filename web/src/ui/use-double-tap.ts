import { type MouseEvent, useRef } from "react";

const LONGEST_MS = 350;
const FARTHEST_PX = 40;

/** A handler for two clicks or taps in one place, ignoring those on controls. */
export function useDoubleTap(act: () => void): (event: MouseEvent) => void {
  const first = useRef<{ x: number; y: number; at: number } | null>(null);
  return ({ target, clientX, clientY, timeStamp }) => {
    const before = first.current;
    first.current = null;
    if (target instanceof Element && target.closest("button, a, input")) return;
    const again =
      before !== null &&
      timeStamp - before.at < LONGEST_MS &&
      Math.hypot(clientX - before.x, clientY - before.y) < FARTHEST_PX;
    if (again) act();
    else first.current = { x: clientX, y: clientY, at: timeStamp };
  };
}
