import type { IceServer, Role } from "@/protocol/messages";
import { watchNetwork } from "./network-watch";
import type {
  LinkOptions,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
  Reach,
  TrackKind,
} from "./peer-link";

/** What is older than this is not told: an address may be gone without a word from the browser. */
export const AHEAD_LIFE_MS = 60_000;

/** Left with the server for less long than this, a description may have come after the match. */
export const SETTLED_MS = 2_000;

/** How the server gets it: with the search itself, or later, when a match may be on its way already. */
export type LeftWith = "find" | "later";

export interface Taken {
  readonly link: PeerLink;
  /** The partner may not have the offer. */
  readonly sayOffer: boolean;
}

export interface DeckEvents {
  /** There is something to leave with the server. */
  ready(): void;
  /** The network is another one: what was left is worth nothing. */
  gone(): void;
  /** Whether a link from here can reach anybody; once for each that is made. */
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
  /** From when on a match has it for sure. */
  settledAt: number;
}

/**
 * Holds one link that is made ahead of its partner: an initiator's, so that its offer is there when the partner is, or a responder's,
 * so that its answer is. A responder's link is worth holding without an answer as well.
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

  /** What the link on deck has for its partner, to be left with the server now; null while there is none. */
  leave(stream: MediaStream | null, options: LinkOptions, left: LeftWith): string | null {
    const made = this.#made;
    if (!made || !fits(made, stream, options)) return null;
    made.settledAt = performance.now() + (left === "find" ? 0 : SETTLED_MS);
    return made.sdp;
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
      state: (state, relayError) => made.events?.state(state, relayError),
      stream: (remote) => made.events?.stream(remote),
    });
    if (!link.prepare) {
      this.#events.reach?.({ ok: true }); // Nothing is known before there is a partner.
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

  /** The link on deck, for the room that it led to; null where it does not fit. */
  take(events: PeerLinkEvents, stream: MediaStream | null, options: LinkOptions): Taken | null {
    const made = this.#made;
    if (!made || !fits(made, stream, options)) return null;
    if (made.sdp === null && this.#role === "initiator") return null;
    made.unwatch();
    made.events = events;
    this.#made = null;
    return { link: made.link, sayOffer: performance.now() < made.settledAt };
  }

  /** Another camera or microphone is open now: the next partner gets it as well. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack | null): void {
    void this.#made?.link.replaceTrack(kind, track);
  }

  clear(): void {
    this.#made?.unwatch();
    this.#made?.link.close();
    this.#made = null;
  }
}

/** Young if that matters, with the same devices, and the same care for the own address. */
function fits(made: Made, stream: MediaStream | null, options: LinkOptions): boolean {
  if (made.sdp !== null && performance.now() - made.at >= AHEAD_LIFE_MS) return false;
  return made.stream === stream && made.options.iceTransportPolicy === options.iceTransportPolicy;
}
