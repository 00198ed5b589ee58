import { recall, remember } from "@/lib/storage";

/** The event by which Chromium offers to install a site; TypeScript does not know it. */
interface InstallEvent extends globalThis.Event {
  prompt(): Promise<unknown>;
}

const VISITS = "nexus.visits";
const COUNTED = "nexus.counted";
/** The visit that the offer waits for: a first-time visitor has not seen yet what it is about. */
const FROM_VISIT = 2;
const NEVER = "never";

/** The browser's offer to install the site, kept until the visitor presses our button. */
export class Install {
  #event: InstallEvent | null = null;
  readonly #listeners = new Set<() => void>();

  /** Counts this visit, which lasts as long as its tab, and waits for the browser's offer. */
  constructor(from: EventTarget = window) {
    if (recall(() => sessionStorage, COUNTED) === null) {
      remember(() => sessionStorage, COUNTED, "1");
      const visits = recall(() => localStorage, VISITS);
      if (visits !== NEVER) remember(() => localStorage, VISITS, `${(Number(visits) || 0) + 1}`);
    }
    from.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault(); // No banner of the browser's own over the page.
      this.#set(event as InstallEvent);
    });
    from.addEventListener("appinstalled", () => this.#set(null));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isOffered = (): boolean =>
    this.#event !== null && Number(recall(() => localStorage, VISITS)) >= FROM_VISIT;

  /** Opens the browser's question. It may be opened once; the browser brings another offer. */
  readonly accept = (): void => {
    void this.#event?.prompt().catch(() => {});
    this.#set(null);
  };

  readonly dismiss = (): void => {
    remember(() => localStorage, VISITS, NEVER);
    this.#set(null);
  };

  #set(event: InstallEvent | null) {
    this.#event = event;
    for (const listener of this.#listeners) listener();
  }
}

export const INSTALL = new Install();
