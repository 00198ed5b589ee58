import type { SessionKeeper } from "@nexuschat/client/match-client";
import { overReload } from "@/lib/over-reload";

/** Keeps the session in this tab. */
export function tabSessionKeeper(): SessionKeeper {
  let session: string | null = null;
  session = overReload("nexuschat.session", () => session);
  return {
    load: () => session,
    save: (next) => {
      session = next;
    },
  };
}
