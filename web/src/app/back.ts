import type { SessionView } from "@/features/session/runner";
import { isInCall } from "@/features/session/transitions";

/**
 * Marks the history entry of a call. Back leads from it to the page's own entry, not away from the
 * page.
 */
const MARK = "nexuschat.call";

/** The `code` of the Escape event that stands for Back. */
export const BACK = "BrowserBack";

/**
 * In a call Back acts like Escape: it closes the top layer, and asks before it ends a conversation.
 */
export function watchBack(view: SessionView): void {
  const called = () => isInCall(view.snapshot().session.phase);
  const hold = () => {
    if (called() && history.state !== MARK) history.pushState(MARK, "");
  };
  view.subscribe(hold);
  addEventListener("popstate", ({ state }) => {
    if (state === MARK) return; // Forward.
    // The call is over: its history entry must not cost a press.
    if (!called()) return history.back();
    hold();
    const [dialog] = [...document.querySelectorAll("dialog[open]")].slice(-1);
    const top = dialog ?? document.activeElement ?? document.body;
    const key = { key: "Escape", code: BACK, bubbles: true, cancelable: true };
    const used = !top.dispatchEvent(new KeyboardEvent("keydown", key));
    // The call's code is not loaded yet, so there is only a search.
    if (!used) view.dispatch({ type: "stop" });
  });
}
