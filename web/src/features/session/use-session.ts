import { useSyncExternalStore } from "react";
import type { SessionView } from "./runner";
import type { Snapshot } from "./store";

export function useSession(runner: SessionView): Snapshot {
  return useSyncExternalStore(runner.subscribe, runner.snapshot);
}
