import type { IceServer } from "@/protocol/messages";
import { watchNetwork } from "./network-watch";
import type { LinkOptions, MakePeerLink, PeerLink, PeerLinkEvents, TrackKind } from "./peer-link";

/** An offer older than this is not trusted: an address may be gone without a word from the browser. */
export const OFFER_LIFE_MS = 60_000;

/** Left with the server for less long than this, an offer may have come after the match. */
export const SETTLED_MS = 2_000;

/** How the server gets an offer: with the search itself, or later, when a match may be on its way already. */
export type LeftWith = "find" | "later";

export interface Taken {
  readonly link: PeerLink;
  /** The partner may not have the offer. */
  readonly sayOffer: boolean;
}

export interface DeckEvents {
  /** There is an offer to leave with the server. */
  ready(): void;
  /** The network is another one: the offer is worth nothing. */
  gone(): void;
}

interface Made {
  readonly link: PeerLink;
  readonly at: number;
  readonly stream: MediaStream | null;
  readonly options: LinkOptions;
  readonly unwatch: () => void;
  offer: string | null;
  events: PeerLinkEvents | null;
  /** From when on a match has it for sure. */
  settledAt: number;
}

/** Holds one link that is made ahead of its partner, so that its offer is there when the partner is. */
export class LinkDeck {
  readonly #make: MakePeerLink;
  readonly #events: DeckEvents;
  #made: Made | null = null;

  constructor(make: MakePeerLink, events: DeckEvents) {
    this.#make = make;
    this.#events = events;
  }

  /** The offer of the link on deck, to be left with the server now; null while there is none. */
  leave(stream: MediaStream | null, options: LinkOptions, left: LeftWith): string | null {
    const made = this.#made;
    if (!made || !fits(made, stream, options)) return null;
    made.settledAt = performance.now() + (left === "find" ? 0 : SETTLED_MS);
    return made.offer;
  }

  /** Makes a link, unless a young one is there already. */
  prepare(
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options: LinkOptions,
  ): void {
    if (this.#made && fits(this.#made, stream, options)) return;
    this.clear();
    const link = this.#make({
      signal: (signal) => made.events?.signal(signal),
      state: (state) => made.events?.state(state),
      stream: (remote) => made.events?.stream(remote),
    });
    if (!link.prepare) return;
    const unwatch = watchNetwork(() => {
      this.clear();
      this.#events.gone();
    });
    const at = performance.now();
    const made: Made = {
      ...{ link, at, stream, options, unwatch },
      ...{ offer: null, events: null, settledAt: Number.POSITIVE_INFINITY },
    };
    this.#made = made;
    void link.prepare(iceServers, stream, options).then((offer) => {
      if (this.#made !== made) return;
      made.offer = offer;
      if (offer === null) this.clear();
      else this.#events.ready();
    });
  }

  /** The link on deck, for the room that its offer led to; null where it does not fit. */
  take(events: PeerLinkEvents, stream: MediaStream | null, options: LinkOptions): Taken | null {
    const made = this.#made;
    if (!made || made.offer === null || !fits(made, stream, options)) return null;
    made.unwatch();
    made.events = events;
    this.#made = null;
    return { link: made.link, sayOffer: performance.now() < made.settledAt };
  }

  /** Another camera or microphone is open now: the next partner gets it as well. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack): void {
    void this.#made?.link.replaceTrack(kind, track);
  }

  clear(): void {
    this.#made?.unwatch();
    this.#made?.link.close();
    this.#made = null;
  }
}

/** Young, with the same devices, and the same care for the own address. */
function fits(made: Made, stream: MediaStream | null, options: LinkOptions): boolean {
  if (performance.now() - made.at >= OFFER_LIFE_MS) return false;
  return made.stream === stream && made.options.iceTransportPolicy === options.iceTransportPolicy;
}
