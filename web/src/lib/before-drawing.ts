/** A page out of sight draws nothing; its title and its sounds shall not wait. */
const OUT_OF_SIGHT_MS = 100;

/** Calls back once, just before the page is drawn. */
export function beforeDrawing(callback: () => void): void {
  const now = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(now);
  const timer = setTimeout(now, OUT_OF_SIGHT_MS);
}
