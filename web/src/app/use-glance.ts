import { useLayoutEffect, useRef } from "react";
import { GLANCE_MS } from "@/features/session/timing";

/**
 * Returns whether what `key` names has been on the screen for GLANCE_MS. A press sooner than that
 * was meant for what stood there before. The time counts from the render, because a busy page
 * renders late. What the component begins with replaced nothing, and counts at once.
 */
export function useGlance(key: string | null): () => boolean {
  const shown = useRef({ key, atMs: Number.NEGATIVE_INFINITY });
  useLayoutEffect(() => {
    if (shown.current.key !== key) shown.current = { key, atMs: performance.now() };
  }, [key]);
  return () => performance.now() - shown.current.atMs >= GLANCE_MS;
}
