type Named = { readonly do: string };

/** A function for each effect of a state machine. */
export type Handlers<Effect extends Named> = {
  readonly [Do in Effect["do"]]: (effect: Extract<Effect, { readonly do: Do }>) => void;
};

/**
 * Runs the effects of a state machine in order. The effects of an event that an effect causes wait
 * until the earlier ones are done.
 */
export class EffectQueue<Effect extends Named> {
  readonly #handlers: Handlers<Effect>;
  readonly #due: Effect[] = [];
  #running = false;

  constructor(handlers: Handlers<Effect>) {
    this.#handlers = handlers;
  }

  run(effects: readonly Effect[]): void {
    this.#due.push(...effects);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#due.shift(); next; next = this.#due.shift()) {
        const handle = this.#handlers[next.do as Effect["do"]] as (effect: Effect) => void;
        handle(next);
      }
    } finally {
      this.#running = false;
    }
  }
}
