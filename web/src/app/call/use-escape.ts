import { useEffect, useEffectEvent } from "react";
import { listenForKeys } from "@/lib/keys";
import { BACK } from "../back";

/** Calls `pressed` for each Escape that nothing else has handled. A held key is one press. */
export function useEscape(pressed: (byBack: boolean) => void): void {
  const onEscape = useEffectEvent(pressed);
  useEffect(() => {
    return listenForKeys((key, event) => {
      if (key !== "Escape" || event.defaultPrevented || event.repeat) return;
      event.preventDefault();
      onEscape(event.code === BACK);
    });
  }, []);
}
