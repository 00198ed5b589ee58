import { useSyncExternalStore } from "react";
import type { SessionRunner, Snapshot } from "./effects";

export function useSession(runner: SessionRunner): Snapshot {
  return useSyncExternalStore(runner.subscribe, runner.snapshot);
}
