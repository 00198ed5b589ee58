import type { SessionView } from "@/features/session/runner";
import { isInCall } from "@/features/session/transitions";

/** Marks the entry of the history that a call lies on: Back leads from it to the page's own entry, and not away. */
const MARK = "nexuschat.call";

/** As `code` of the Escape that a Back becomes. */
export const BACK = "BrowserBack";

/** In a call Back does what Escape does: it closes what lies on top, and asks before it ends a conversation. */
export function watchBack(view: SessionView): void {
  const called = () => isInCall(view.snapshot().session.phase);
  const hold = () => {
    if (called() && history.state !== MARK) history.pushState(MARK, "");
  };
  view.subscribe(hold);
  addEventListener("popstate", ({ state }) => {
    if (state === MARK) return; // Forward.
    // The call is over: its entry is not worth a press of its own.
    if (!called()) return history.back();
    hold();
    const [dialog] = [...document.querySelectorAll("dialog[open]")].slice(-1);
    const top = dialog ?? document.activeElement ?? document.body;
    const key = { key: "Escape", code: BACK, bubbles: true, cancelable: true };
    const used = !top.dispatchEvent(new KeyboardEvent("keydown", key));
    // The call's code is not loaded yet: there is only a search.
    if (!used) view.dispatch({ type: "stop" });
  });
}
