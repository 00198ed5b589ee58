import type { Effect } from "./effect";
import type { Event } from "./model";

/** A function for each of the named effects. */
export type Handlers<Name extends Effect["do"]> = {
  readonly [Do in Name]: (effect: Extract<Effect, { readonly do: Do }>) => void;
};

export type Dispatch = (event: Event) => void;
