import { recall, remember } from "@/lib/storage";

// Whether the background of the visitor's picture is blurred, and how far that is.

/** `failed`: no picture is sent until the visitor tries again, or goes on without it. */
export type BlurState = "idle" | "loading" | "failed";

/** The background cannot be blurred: then the camera stays closed. */
export class NoBlur extends Error {
  constructor(cause?: unknown) {
    super("no background blur", { cause });
  }
}

const KEY = "nexus.blur-background";
const changes = new EventTarget();
let wished = recall(() => localStorage, KEY) === "on";
let state: BlurState = "idle";

export const blurWished = (): boolean => wished;
export const blurState = (): BlurState => state;

/** Holds for this visit, even if the browser does not store it. */
export function wishBlur(on: boolean): void {
  wished = on;
  remember(() => localStorage, KEY, on ? "on" : null);
  showBlur("idle");
  changes.dispatchEvent(new Event("wish"));
}

export function showBlur(now: BlurState): void {
  state = now;
  changes.dispatchEvent(new Event("state"));
}

export function tryBlurAgain(): void {
  if (state === "failed") showBlur("idle");
}

/** No camera is wanted any more: nothing waits for a blur that still loads. */
export function dropBlur(): void {
  changes.dispatchEvent(new Event("drop"));
}

const watch = (what: "wish" | "state" | "drop") => (changed: () => void) => {
  changes.addEventListener(what, changed);
  return () => changes.removeEventListener(what, changed);
};

/** These report each change until the returned function is called. */
export const watchBlurWish = watch("wish");
export const watchBlurState = watch("state");
export const watchBlurDrop = watch("drop");
