import type { KeptConversation } from "@/features/session/model";
import { overReload } from "@/lib/over-reload";

/** Version of the stored shape; other versions are ignored. */
const FORMAT = 1;

/** Browsers restore the storage of a reopened tab. After this time the partner has left. */
const LIFE_MS = 30_000;

/**
 * Returns the conversation of the page that was reloaded, or null. `unload` supplies the
 * conversation that this page stores.
 */
export function keptConversation(unload: () => KeptConversation | null): KeptConversation | null {
  const left = overReload("nexuschat.conversation", () => {
    const conversation = unload();
    return conversation && JSON.stringify({ format: FORMAT, at: Date.now(), conversation });
  });
  if (left === null) return null;
  try {
    const { format, at, conversation } = JSON.parse(left);
    return format === FORMAT && Date.now() - at < LIFE_MS ? conversation : null;
  } catch {
    return null; // A foreign value.
  }
}
