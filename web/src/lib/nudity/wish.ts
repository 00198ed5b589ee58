import { useSyncExternalStore } from "react";
import { recall, remember } from "@/lib/storage";

// Whether the visitor wants nudity to be covered: off until chosen, for it costs a download and some work.

const KEY = "nexus.cover-nudity";
const listeners = new Set<() => void>();

export function wishCover(on: boolean): void {
  remember(() => localStorage, KEY, on ? "on" : null);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const wished = () => recall(() => localStorage, KEY) === "on";

export function useCoverWish(): boolean {
  return useSyncExternalStore(subscribe, wished);
}
