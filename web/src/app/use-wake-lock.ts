import { useEffect } from "react";

/** Keeps the screen from going dark while there is somebody on it. */
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
    // A battery that is low is a reason to refuse; then the screen goes dark as ever.
    const taken = await navigator.wakeLock.request("screen").catch(() => null);
    if (over) void taken?.release();
    else lock = taken;
  };
  void take();
  // The system takes it away with the page's sight, and does not give it back.
  document.addEventListener("visibilitychange", take);
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", take);
    void lock?.release();
  };
}
