const TICK_MS = 20;

/**
 * A short vibration on devices that have it. Browsers allow it only after a press on the page, and
 * report an attempt before that as an error.
 */
export function tick(): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(TICK_MS);
}
