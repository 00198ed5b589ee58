import { useSyncExternalStore } from "react";
import { recall, remember } from "@/lib/storage";

// Whether the nudity check is on. Off by default, because it costs a download and CPU time.

/** Older name: it stays, because browsers have stored it. */
const KEY = "nexus.cover-nudity";
const listeners = new Set<() => void>();

export function wishNudityCheck(on: boolean): void {
  remember(() => localStorage, KEY, on ? "on" : null);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const wished = () => recall(() => localStorage, KEY) === "on";

export function useNudityCheckWish(): boolean {
  return useSyncExternalStore(subscribe, wished);
}
