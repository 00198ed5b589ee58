import type { IceServer } from "@/protocol/messages";
import type { LinkOptions, MakePeerLink, PeerLink, PeerLinkEvents, TrackKind } from "./peer-link";

interface Spare {
  readonly link: PeerLink;
  readonly stream: MediaStream | null;
  readonly options: LinkOptions;
  events: PeerLinkEvents | null;
}

/**
 * Holds one link that is open but has said and gathered nothing: whoever is given a partner's offer answers on it at
 * once. It knows no address, so it does not grow old.
 */
export class SpareLink {
  readonly #make: MakePeerLink;
  #spare: Spare | null = null;

  constructor(make: MakePeerLink) {
    this.#make = make;
  }

  /** Makes one, unless there is one for the same devices and the same care for the own address. */
  keep(iceServers: readonly IceServer[], stream: MediaStream | null, options: LinkOptions): void {
    if (this.#spare && fits(this.#spare, stream, options)) return;
    this.clear();
    const link = this.#make({
      signal: (signal) => spare.events?.signal(signal),
      state: (state) => spare.events?.state(state),
      stream: (remote) => spare.events?.stream(remote),
    });
    if (!link.open) return;
    const spare: Spare = { link, stream, options, events: null };
    this.#spare = spare;
    link.open(iceServers, stream, options);
  }

  /** Hands it out, once; null where it does not fit. */
  take(events: PeerLinkEvents, stream: MediaStream | null, options: LinkOptions): PeerLink | null {
    const spare = this.#spare;
    if (!spare || !fits(spare, stream, options)) return null;
    spare.events = events;
    this.#spare = null;
    return spare.link;
  }

  /** Another camera or microphone is open now. */
  replaceTrack(kind: TrackKind, track: MediaStreamTrack): void {
    void this.#spare?.link.replaceTrack(kind, track);
  }

  clear(): void {
    this.#spare?.link.close();
    this.#spare = null;
  }
}

function fits(spare: Spare, stream: MediaStream | null, options: LinkOptions): boolean {
  return spare.stream === stream && spare.options.iceTransportPolicy === options.iceTransportPolicy;
}
