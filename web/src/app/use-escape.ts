import { useEffect, useRef } from "react";
import { BACK } from "./back";

/** Calls `pressed` for each Escape that nothing else has used. A key that is held down is one press. */
export function useEscape(pressed: (byBack: boolean) => void): void {
  const latest = useRef(pressed);
  latest.current = pressed;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (event.repeat) return;
      event.preventDefault();
      latest.current(event.code === BACK);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
