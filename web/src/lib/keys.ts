// The only place that reads the key of an event: tests/tidy/check.sh forbids it elsewhere.

/** A native event, or React's wrapper of it. */
type KeyPress = Pick<KeyboardEvent, "key" | "keyCode"> &
  ({ readonly isComposing: boolean } | { readonly nativeEvent: KeyboardEvent });

/** The key code of a key that an input method handles itself (UI Events, 8.3). */
const USED_BY_INPUT_METHOD = 229;

/** True within the task in which an input method ended a composition. */
let justComposed = false;
globalThis.document?.addEventListener(
  "compositionend",
  () => {
    justComposed = true;
    // No longer than this task: Android ends a composition and sends a key of its own right after
    // it.
    setTimeout(() => {
      justComposed = false;
    });
  },
  { capture: true },
);

/**
 * Turns a function that takes the key's name into a `keydown` listener. It ignores keys that belong
 * to an input method, which uses Enter and Escape to end a composition. Safari ends the composition
 * before it sends that key: there `isComposing` is false, and only the key code identifies it.
 */
export function onKey<Event extends KeyPress>(
  pressed: (key: string, event: Event) => void,
): (event: Event) => void {
  return (event) => {
    const { isComposing } = "nativeEvent" in event ? event.nativeEvent : event;
    if (isComposing || justComposed || event.keyCode === USED_BY_INPUT_METHOD) return;
    pressed(event.key, event);
  };
}

/** Whether an input method may still convert the text that an `input` event brought. */
export function mayConvert({ nativeEvent }: { readonly nativeEvent: Event }): boolean {
  return nativeEvent instanceof InputEvent && nativeEvent.isComposing;
}

/**
 * Listens on the whole page, until the returned function is called. `first`: before the listeners
 * of any element.
 */
export function listenForKeys(
  pressed: (key: string, event: KeyboardEvent) => void,
  { first = false } = {},
): () => void {
  const listener = onKey(pressed);
  document.addEventListener("keydown", listener, { capture: first });
  return () => document.removeEventListener("keydown", listener, { capture: first });
}
