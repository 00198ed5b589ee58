/** After this long without a key, the visitor has noticed the partner on the screen. */
export const NOTICED_AFTER_MS = 1_000;

/**
 * Decides whether keys still belong to the previous screen. A visitor who types without a pause
 * does not notice that the partner has changed: the rest of the sentence must not reach the next
 * one.
 */
export class TypingGuard {
  #lastKeyMs = Number.NEGATIVE_INFINITY;

  typed(nowMs: number): void {
    this.#lastKeyMs = nowMs;
  }

  /** Ends a run of keys: a visitor who presses something has seen the screen. */
  pressed(): void {
    this.#lastKeyMs = Number.NEGATIVE_INFINITY;
  }

  /** How long the run of keys lasts if no other key follows; 0 if it is over. */
  remainingMs(nowMs: number): number {
    return Math.max(0, this.#lastKeyMs + NOTICED_AFTER_MS - nowMs);
  }
}

/** Whether a key types something, rather than pressing a button or giving a command. */
export function writes({ key, altKey, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  if (target instanceof Element && target.closest("button, a, select, [type=range]")) return false;
  // Input methods and phone keyboards do not name the key.
  return [...key].length === 1 || WRITING.has(key);
}

const WRITING = new Set(["Backspace", "Delete", "Enter", "Process", "Unidentified", "Dead"]);
