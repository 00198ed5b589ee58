/** A hidden page is not rendered; its title and sounds must not wait longer than this. */
const OUT_OF_SIGHT_MS = 100;

/** Calls back once, just before the next render of the browser. */
export function beforeDrawing(callback: () => void): void {
  const now = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(now);
  const timer = setTimeout(now, OUT_OF_SIGHT_MS);
}
