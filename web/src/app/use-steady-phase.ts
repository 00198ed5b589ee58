import { useEffect, useState } from "react";
import type { Phase } from "@/features/session/model";

/** What is over sooner is not worth words: they would flash by, and drawing them holds up the next face. */
export const BRIEF_MS = 400;

/**
 * The phase that the screen is about. A search, and the making of a connection, are most often over before anybody
 * could read of them: until they have lasted for BRIEF_MS, what was on the screen before stays.
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
