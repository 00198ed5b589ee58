import { useSyncExternalStore } from "react";

/** The seconds until `at`, updated while shown; 0 for never. */
export function useSecondsUntil(at: number | null): number {
  return useSyncExternalStore(onTick, () => secondsUntil(at));
}

function onTick(look: () => void): () => void {
  const timer = setInterval(look, 200);
  return () => clearInterval(timer);
}

function secondsUntil(at: number | null): number {
  return at === null ? 0 : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
