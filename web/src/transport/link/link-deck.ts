import type { IceServer, Role } from "@nexuschat/client/protocol";
import { watchNetwork } from "./network-watch";
import type {
  LinkOptions,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
  Reach,
  TrackKind,
} from "./peer-link";

/**
 * A description older than this is not sent: the browser may have lost an address without an event.
 */
export const PREGENERATED_LIFE_MS = 60_000;

/** If the server received a description less than this time ago, a match may have missed it. */
export const SETTLED_MS = 2_000;

/**
 * How the server gets the description: with the search itself, or later, when a match may already
 * be on its way.
 */
export type LeftWith = "find" | "later";

export interface Taken {
  readonly link: PeerLink;
  /** The partner may lack the offer. */
  readonly sendOffer: boolean;
}

export interface DeckEvents {
  /** A description is ready for the server. */
  ready(): void;
  /** The network changed: the description that the server has is worthless. */
  gone(): void;
  /** Reports once for each link whether it can reach a partner. */
  reach?(reach: Reach): void;
}

interface Made {
  readonly link: PeerLink;
  readonly at: number;
  readonly stream: MediaStream | null;
  readonly options: LinkOptions;
  readonly unwatch: () => void;
  /** The offer or the answer. */
  sdp: string | null;
  events: PeerLinkEvents | null;
  /** From this time on every match carries the description. */
  settledAt: number;
}

/**
 * Holds one link that is prepared before there is a partner. An initiator's link has its offer
 * ready, a responder's its answer. A responder's link is useful without an answer as well.
 */
export class LinkDeck {
  readonly #role: Role;
  readonly #make: MakePeerLink;
  readonly #events: DeckEvents;
  #made: Made | null = null;

  constructor(role: Role, make: MakePeerLink, events: DeckEvents) {
    this.#role = role;
    this.#make = make;
    this.#events = events;
  }

  /** The description of the held link, to be sent to the server now; null without one. */
  leave(stream: MediaStream | null, options: LinkOptions, left: LeftWith): string | null {
    const made = this.#made;
    if (!made || !fits(made, stream, options)) return null;
    made.settledAt = performance.now() + (left === "find" ? 0 : SETTLED_MS);
    return made.sdp;
  }

  /** Prepares a link, unless it already holds one that has not expired. */
  prepare(
    iceServers: readonly IceServer[],
    stream: MediaStream | null,
    options: LinkOptions,
  ): void {
    if (this.#made && fits(this.#made, stream, options)) return;
    this.clear();
    const link = this.#make({
      signal: (signal) => made.events?.signal(signal),
      state: (state, relayError) => made.events?.state(state, relayError),
      stream: (remote) => made.events?.stream(remote),
    });
    if (!link.prepare) {
      this.#events.reach?.({ ok: true }); // Unknown until there is a partner.
      return;
    }
    const unwatch = watchNetwork(() => {
      this.clear();
      this.#events.gone();
    });
    const at = performance.now();
    const made: Made = {
      ...{ link, at, stream, options, unwatch },
      ...{ sdp: null, events: null, settledAt: Number.POSITIVE_INFINITY },
    };
    this.#made = made;
    const prepared = link.prepare(this.#role, iceServers, stream, options);
    const reach = link.reach?.() ?? Promise.resolve({ ok: true });
    const told = reach.then((found) => this.#made === made && this.#events.reach?.(found));
    void prepared.then(async (sdp) => {
      if (this.#made !== made) return;
      made.sdp = sdp;
      if (sdp !== null) this.#events.ready();
      else if (this.#role === "initiator") {
        await told;
        if (this.#made === made) this.clear();
      }
    });
  }

  /** The held link, for the matched room; null if it does not fit. */
  take(events: PeerLinkEvents, stream: MediaStream | null, options: LinkOptions): Taken | null {
    const made = this.#made;
    if (!made || !fits(made, stream, options)) return null;
    if (made.sdp === null && this.#role === "initiator") return null;
    made.unwatch();
    made.events = events;
    this.#made = null;
    return { link: made.link, sendOffer: performance.now() < made.settledAt };
  }

  /** Another camera or microphone is open: the next partner gets it as well. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): void {
    void this.#made?.link.replaceTrack(kind, track);
  }

  clear(): void {
    this.#made?.unwatch();
    this.#made?.link.close();
    this.#made = null;
  }
}

/**
 * Whether the link has not expired (if it has a description), and has the same devices and options.
 */
function fits(made: Made, stream: MediaStream | null, options: LinkOptions): boolean {
  if (made.sdp !== null && performance.now() - made.at >= PREGENERATED_LIFE_MS) return false;
  return made.stream === stream && made.options.iceTransportPolicy === options.iceTransportPolicy;
}
