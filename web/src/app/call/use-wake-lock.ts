import { useEffect } from "react";

/** Keeps the screen on during a call. */
export function useWakeLock(on: boolean): void {
  useEffect(() => {
    if (!on || !("wakeLock" in navigator)) return;
    return keepAwake();
  }, [on]);
}

function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const take = async () => {
    if (document.visibilityState !== "visible") return;
    // The system may refuse, on a low battery for example; then the screen turns off as usual.
    const taken = await navigator.wakeLock.request("screen").catch(() => null);
    if (over) void taken?.release();
    else lock = taken;
  };
  void take();
  // The system releases the lock when the page is hidden, and does not restore it.
  document.addEventListener("visibilitychange", take);
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", take);
    void lock?.release();
  };
}
