import { recall, remember } from "@/lib/storage";
import type { SessionKeeper } from "@/transport/match-client";

const KEY = "nexuschat.session";
const storage = () => sessionStorage;

/**
 * Keeps the session in this tab. A browser copies sessionStorage when it duplicates a tab, which would make two tabs one
 * visitor; so the session is out of the storage while the page lives and goes back in when the page goes.
 */
export function tabSessionKeeper(): SessionKeeper {
  let session = recall(storage, KEY);
  remember(storage, KEY, null);
  window.addEventListener("pagehide", () => remember(storage, KEY, session));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) remember(storage, KEY, null);
  });
  return {
    load: () => session,
    save: (next) => {
      session = next;
    },
  };
}
