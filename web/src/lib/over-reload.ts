import { recall, remember } from "./storage";

const storage = () => sessionStorage;

/**
 * Hands text from a page to its reloaded successor. Returns and deletes the text that the previous
 * page stored under `key`, or null; calls `leave` when this page unloads and stores the result.
 * Nothing is stored while the page is open: browsers copy sessionStorage when they duplicate a tab,
 * and two tabs would then share one seat.
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
