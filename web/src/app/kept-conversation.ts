import type { KeptConversation } from "@/features/session/reload-steps";
import { overReload } from "@/lib/over-reload";

/** The shape of what is kept: a page of another version leaves it alone. */
const FORMAT = 1;

/** A tab that is opened again after it was closed brings back what it kept; by then the partner has long gone. */
const LIFE_MS = 30_000;

/** The conversation that the page before this one was in, if it was loaded again just now. `unload` says what this one leaves. */
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
    return null; // Written by something else.
  }
}
