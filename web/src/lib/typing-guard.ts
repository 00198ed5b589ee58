/** After so long without a key the visitor has looked up, and writes to the partner on the screen. */
export const TYPING_PAUSE_MS = 1_000;

/**
 * Tells whether keys still belong to what was on the screen before. Someone who types without a pause does not see that
 * the partner has changed: the rest of the sentence must not reach a stranger.
 */
export class TypingGuard {
  #lastKeyMs = Number.NEGATIVE_INFINITY;

  typed(nowMs: number): void {
    this.#lastKeyMs = nowMs;
  }

  /** A press on anything ends a run of keys: the visitor has seen the screen. */
  pressed(): void {
    this.#lastKeyMs = Number.NEGATIVE_INFINITY;
  }

  /** How long the run of keys still lasts if no other key follows; 0 when it is over. */
  remainingMs(nowMs: number): number {
    return Math.max(0, this.#lastKeyMs + TYPING_PAUSE_MS - nowMs);
  }
}

/** Whether a key writes something where it is pressed, rather than pressing a button or giving a command. */
export function writes({ key, altKey, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  if (target instanceof Element && target.closest("button, a, select, [type=range]")) return false;
  // Input methods and the keyboards of phones do not name the key.
  return [...key].length === 1 || WRITING.has(key);
}

const WRITING = new Set(["Backspace", "Delete", "Enter", "Process", "Unidentified", "Dead"]);
