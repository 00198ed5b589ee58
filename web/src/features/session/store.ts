import type { LinkQuality } from "@/transport/link/link-sender";
import type { LinkFingerprints } from "@/transport/link/peer-link";
import type { MediaState } from "@/transport/media/media-state";
import type { Session } from "./model";

/** The state that components render: one immutable value per change. */
export interface Snapshot {
  readonly session: Session;
  readonly media: MediaState;
  readonly remote: MediaStream | null;
  /** The stream that is sent in place of the camera. */
  readonly screen?: MediaStream | null;
  /** How well the link carries picture and sound; null while unknown. */
  readonly quality?: LinkQuality | null;
  /** The key fingerprints of both ends, for the visitors to compare; null without a link. */
  readonly fingerprints?: LinkFingerprints | null;
}

/** The snapshot and its listeners. */
export class Store {
  readonly #listeners = new Set<() => void>();
  readonly #whenToShow: (show: () => void) => void;
  #snapshot: Snapshot;
  #toBeShown = false;

  constructor(first: Snapshot, whenToShow: (show: () => void) => void) {
    this.#snapshot = first;
    this.#whenToShow = whenToShow;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    if (this.#toBeShown) return;
    this.#toBeShown = true;
    this.#whenToShow(() => {
      this.#toBeShown = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
