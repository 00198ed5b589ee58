import { useEffect, useRef } from "react";

export interface Shortcuts {
  readonly help: () => void;
  readonly report: () => void;
  readonly microphone: () => void;
  readonly camera: () => void;
}

const WITH_ALT: Readonly<Record<string, keyof Shortcuts>> = {
  KeyM: "microphone",
  KeyV: "camera",
  KeyR: "report",
};

/** Keys that work wherever the focus is: those that write something need Alt, so that no word sets them off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.repeat) return;
      const name = event.altKey ? WITH_ALT[event.code] : help(event);
      if (!name) return;
      event.preventDefault();
      latest.current[name]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function help(event: KeyboardEvent): "help" | undefined {
  const writes =
    event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
  return event.key === "?" && !writes ? "help" : undefined;
}
