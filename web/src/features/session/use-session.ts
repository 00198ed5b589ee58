import { useSyncExternalStore } from "react";
import type { SessionView, Snapshot } from "./effects";

export function useSession(runner: SessionView): Snapshot {
  return useSyncExternalStore(runner.subscribe, runner.snapshot);
}
