/** More than this in the queue is a partner that does nothing but signal. */
const STEPS_MAX = 64;

/** Runs asynchronous steps one at a time, so that no two of them ever see a connection half way. */
export class StepQueue {
  readonly #steps: (() => Promise<void>)[] = [];
  #closed = false;

  get isClosed(): boolean {
    return this.#closed;
  }

  /** False when the queue is full or closed and the step is dropped. */
  add(step: () => Promise<void>): boolean {
    if (this.#closed || this.#steps.length >= STEPS_MAX) return false;
    this.#steps.push(step);
    if (this.#steps.length === 1) void this.#run();
    return true;
  }

  /** The step's result; null where it fails or is dropped. */
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
        // The browser refused what the partner said. A bad description changes nothing; recovery offers again.
      }
      this.#steps.shift();
    }
  }
}
