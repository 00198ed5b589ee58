import { useEffect, useState } from "react";
import type { Phase } from "@/features/session/model";

/**
 * A phase shorter than this is not shown: its texts would flash, and to render them delays the next
 * picture.
 */
export const BRIEF_MS = 400;

/**
 * The phase that the screen describes. A search or a connection is usually over before its texts
 * could be read. Until it has lasted BRIEF_MS, the previous phase stays on the screen.
 */
export function useSteadyPhase<P extends Phase>(phase: P): P {
  const { at } = phase;
  const [lasted, setLasted] = useState(at);
  const [shown, setShown] = useState(phase);
  useEffect(() => {
    const timer = setTimeout(() => setLasted(at), BRIEF_MS);
    return () => clearTimeout(timer);
  }, [at]);

  const brief = at === "searching" || at === "connecting";
  const next = !brief || at === lasted || at === shown.at ? phase : shown;
  if (next !== shown) setShown(next);
  return next;
}
