import type { Id } from "@nexuschat/client/protocol";
import { useEffect, useEffectEvent, useState } from "react";
import { TypingGuard, writes } from "@/lib/typing-guard";

/**
 * Pointers report every pixel; one report a second is enough to show that the visitor is present.
 */
const POINTER_MS = 1_000;

/**
 * Reports the visitor's input, and returns whether keys are ignored: the visitor was typing when
 * `partner` appeared or left, and has neither paused nor pressed anything since.
 */
export function useTypingHold(partner: Id | null, onInput: (typing: boolean) => void): boolean {
  const [guard] = useState(() => new TypingGuard());
  const [hold, setHold] = useState({ partner, on: false });
  if (hold.partner !== partner) {
    // Decided once, during the first render of the new partner: no key can arrive earlier.
    setHold({ partner, on: remainingMs(guard) > 0 });
  }
  const report = useEffectEvent(onInput);

  useEffect(() => {
    let movedMs = Number.NEGATIVE_INFINITY;
    const onTyped = () => {
      guard.typed(performance.now());
      report(true);
    };
    const onKey = (event: KeyboardEvent) => (writes(event) ? onTyped() : report(false));
    const onPress = () => report(false);
    const onMove = ({ timeStamp }: PointerEvent) => {
      if (timeStamp - movedMs < POINTER_MS) return;
      movedMs = timeStamp;
      report(false);
    };
    const onClick = () => {
      // Screen readers and voice control press without a pointer.
      report(false);
      guard.pressed();
      setHold((old) => (old.on ? { ...old, on: false } : old));
    };
    const stop = new AbortController();
    const options = { capture: true, signal: stop.signal };
    document.addEventListener("keydown", onKey, options);
    // Phone keyboards type without key events.
    document.addEventListener("beforeinput", onTyped, options);
    document.addEventListener("pointerdown", onPress, options);
    document.addEventListener("pointermove", onMove, options);
    document.addEventListener("click", onClick, options);
    return () => stop.abort();
  }, [guard]);

  useEffect(() => {
    if (!hold.on) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const leftMs = remainingMs(guard);
      if (leftMs > 0) timer = setTimeout(look, leftMs);
      else setHold({ partner: hold.partner, on: false });
    };
    look();
    return () => clearTimeout(timer);
  }, [hold, guard]);
  return hold.on;
}

function remainingMs(guard: TypingGuard): number {
  return guard.remainingMs(performance.now());
}
