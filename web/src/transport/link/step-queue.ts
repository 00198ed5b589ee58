/** A partner that fills the queue beyond this only floods it with signals. */
const STEPS_MAX = 64;

/**
 * Runs asynchronous steps one at a time, so that no step sees a connection in an intermediate
 * state.
 */
export class StepQueue {
  readonly #steps: (() => Promise<void>)[] = [];
  #closed = false;

  get isClosed(): boolean {
    return this.#closed;
  }

  /** False if the queue is full or closed: the step is dropped. */
  add(step: () => Promise<void>): boolean {
    if (this.#closed || this.#steps.length >= STEPS_MAX) return false;
    this.#steps.push(step);
    if (this.#steps.length === 1) void this.#run();
    return true;
  }

  /** The step's result; null if it fails or is dropped. */
  ask<Result>(step: () => Promise<Result>): Promise<Result | null> {
    return new Promise((resolve) => {
      const queued = this.add(() => step().then(resolve, () => resolve(null)));
      if (!queued) resolve(null);
    });
  }

  close(): void {
    this.#closed = true;
    this.#steps.length = 0;
  }

  async #run(): Promise<void> {
    for (let step = this.#steps[0]; step; step = this.#steps[0]) {
      try {
        await step();
      } catch {
        // The browser refused the partner's signal. A bad description changes nothing; recovery
        // offers again.
      }
      this.#steps.shift();
    }
  }
}
