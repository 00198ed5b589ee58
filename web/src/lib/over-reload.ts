import { recall, remember } from "./storage";

const storage = () => sessionStorage;

/**
 * What the page that was here before has left under `key`, or null; `leave` says what this one leaves as it unloads. A browser copies
 * sessionStorage when it duplicates a tab, which would make two tabs one visitor: so it holds nothing while the page lives.
 */
export function overReload(key: string, leave: () => string | null): string | null {
  const left = recall(storage, key);
  remember(storage, key, null);
  window.addEventListener("pagehide", () => remember(storage, key, leave()));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) remember(storage, key, null);
  });
  return left;
}
