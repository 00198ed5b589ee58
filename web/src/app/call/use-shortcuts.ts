import { useEffect, useEffectEvent } from "react";
import { listenForKeys } from "@/lib/keys";

export interface Shortcuts {
  readonly help: () => unknown;
  readonly report: () => unknown;
  readonly microphone: () => void;
  readonly camera: () => void;
  /** Opens or closes the chat. */
  readonly chat: () => unknown;
  /** Opens the chat to write. */
  readonly write: () => unknown;
}

const WITH_ALT: Readonly<Record<string, keyof Shortcuts>> = {
  KeyM: "microphone",
  KeyV: "camera",
  KeyR: "report",
  KeyC: "chat",
};

/**
 * Keys that work wherever the focus is. Keys that type a character need Alt, so that no text
 * triggers them.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const onShortcut = useEffectEvent((name: keyof Shortcuts) => shortcuts[name]());
  useEffect(() => {
    return listenForKeys((key, event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.repeat) return;
      const name = event.altKey ? WITH_ALT[event.code] : withoutAlt(key, event.target);
      if (!name) return;
      event.preventDefault();
      onShortcut(name);
    });
  }, []);
}

function withoutAlt(key: string, at: EventTarget | null): "help" | "write" | undefined {
  // Enter presses whatever has the focus. The page itself and headings are not in the Tab order.
  if (key === "Enter") return at instanceof HTMLElement && at.tabIndex < 0 ? "write" : undefined;
  const writes = at instanceof Element && at.closest("input, textarea, [contenteditable]");
  return key === "?" && !writes ? "help" : undefined;
}
