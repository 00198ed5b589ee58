import type { Effect, Event } from "./model";

/** Runs the effects of these names. */
export type Handlers<Name extends Effect["do"]> = {
  readonly [Do in Name]: (effect: Extract<Effect, { readonly do: Do }>) => void;
};

export type Dispatch = (event: Event) => void;
