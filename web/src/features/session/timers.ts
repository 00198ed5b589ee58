import { LASTING_TIMERS, type TimerName } from "./timing";

/** The named timers of a visit. Each name has at most one timer: to set it again restarts it. */
export class Timers {
  readonly #running = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #due: (name: TimerName) => void;

  constructor(due: (name: TimerName) => void) {
    this.#due = due;
  }

  set(name: TimerName, ms: number): void {
    this.clear(name);
    const timer = setTimeout(() => {
      this.#running.delete(name);
      this.#due(name);
    }, ms);
    this.#running.set(name, timer);
  }

  clear(name: TimerName): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  /** Clears all timers except LASTING_TIMERS, or those as well. */
  clearAll(lasting?: "lasting too"): void {
    for (const name of [...this.#running.keys()]) {
      if (lasting || !LASTING_TIMERS.has(name)) this.clear(name);
    }
  }
}
