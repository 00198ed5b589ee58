// The one place that reads what a key event says: tests/tidy/check.sh forbids it elsewhere.

/** A native event, or React's around it. */
type KeyPress = Pick<KeyboardEvent, "key" | "keyCode"> &
  ({ readonly isComposing: boolean } | { readonly nativeEvent: KeyboardEvent });

/** What an input method gives as the code of a key that it uses itself (UI Events, 8.3). */
const USED_BY_INPUT_METHOD = 229;

/** Within the task in which an input method finished its word. */
let justComposed = false;
globalThis.document?.addEventListener(
  "compositionend",
  () => {
    justComposed = true;
    // No longer: Android finishes a word and sends a key of its own right after it.
    setTimeout(() => {
      justComposed = false;
    });
  },
  { capture: true },
);

/**
 * Makes a listener for `keydown` of a function that takes the key's name. It is not called for keys that belong to an input
 * method: Enter and Escape end the choice of a word there. Safari ends the composition before it sends that key, so that
 * `isComposing` is false and only the code is left to tell.
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

/** The same for the whole page, until the returned function is called. */
export function listenForKeys(pressed: (key: string, event: KeyboardEvent) => void): () => void {
  const listener = onKey(pressed);
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}
