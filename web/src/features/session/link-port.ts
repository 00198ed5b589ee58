import { trace } from "@/lib/trace";
import { watchCallStart } from "@/transport/link/call-start";
import { LinkDeck } from "@/transport/link/link-deck";
import { LinkSender } from "@/transport/link/link-sender";
import type {
  LinkOptions,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
  TrackKind,
} from "@/transport/link/peer-link";
import type { Preparation, Room } from "./model";
import type { Dispatch, Handlers } from "./port";
import type { Store } from "./store";

/** Code that is loaded on demand; null until it is loaded. */
export interface Loadable<Code> {
  readonly value: Code | null;
  readonly load: () => Promise<void>;
}

export interface LinkPortOptions {
  readonly makeLink: Loadable<MakePeerLink>;
  readonly pregeneratesOffers: boolean;
  /** The stream to send from the start. */
  readonly stream: () => MediaStream | null;
  /** Called when the conversation ends. */
  readonly ended: () => void;
}

/** The link to the partner, and the pre-generated links of the next search. */
export class LinkPort {
  readonly #dispatch: Dispatch;
  readonly #store: Store;
  readonly #options: LinkPortOptions;
  readonly #sender: LinkSender;
  readonly #offers: LinkDeck;
  readonly #answers: LinkDeck;
  #link: PeerLink | null = null;
  /** Ends the watch for the first frame. */
  #unwatch = (): void => {};
  /** The room whose link waits for its code, which may load after the room was left. */
  #waits: Room | null = null;

  constructor(dispatch: Dispatch, store: Store, options: LinkPortOptions) {
    this.#dispatch = dispatch;
    this.#store = store;
    this.#options = options;
    this.#sender = new LinkSender((quality) => store.show({ quality }));
    const make: MakePeerLink = (events) => this.#make(events);
    const gone = () => dispatch({ type: "offer-gone" });
    this.#offers = new LinkDeck("initiator", make, {
      ready: () => dispatch({ type: "offer-ready" }),
      gone,
      reach: (reach) => dispatch({ type: "reach", reach }),
    });
    this.#answers = new LinkDeck("responder", make, { ready() {}, gone });
  }

  readonly handlers: Handlers<
    | "start-link"
    | "signal-link"
    | "recover-link"
    | "renew-servers"
    | "stop-link"
    | "blur"
    | "prepare-offer"
    | "prepare-answer"
    | "discard-offer"
  > = {
    "start-link": ({ room, again }) => this.#start(room, again),
    "signal-link": ({ signal }) => this.#link?.signal(signal),
    "recover-link": () => this.#link?.recover(),
    "renew-servers": ({ iceServers }) => this.#link?.renewServers(iceServers),
    "stop-link": () => this.stop(),
    blur: ({ on }) => this.#sender.blur(on),
    "prepare-offer": ({ preparation }) => this.#prepare(this.#offers, preparation),
    "prepare-answer": ({ preparation }) => this.#prepare(this.#answers, preparation),
    "discard-offer": () => this.#offers.clear(),
  };

  /** The pre-generated offer and answer, which a find takes to the server. */
  leavePregenerated(relayOnly: boolean): {
    readonly offer: string | null;
    readonly answer: string | null;
  } {
    const mine = [this.#options.stream(), optionsFor(relayOnly)] as const;
    const offer = this.#offers.leave(...mine, "find");
    return { offer, answer: this.#answers.leave(...mine, "find") };
  }

  /** The pre-generated offer, for a find that is pending. */
  leaveOffer(relayOnly: boolean): string | null {
    return this.#offers.leave(this.#options.stream(), optionsFor(relayOnly), "later");
  }

  sendInstead(kind: TrackKind, track: MediaStreamTrack | null): void {
    const link = this.#link;
    void link?.replaceTrack(kind, track).then(() => this.#link === link && this.#sender.begun());
  }

  sendNext(kind: TrackKind, track: MediaStreamTrack | null): void {
    this.#offers.replaceTrack(kind, track);
    this.#answers.replaceTrack(kind, track);
  }

  /** Closes the pre-generated links: the devices whose tracks they would send are closed. */
  clearPregenerated(): void {
    this.#offers.clear();
    this.#answers.clear();
  }

  stop(): void {
    this.#waits = null;
    this.#unwatch();
    this.#sender.end();
    this.#options.ended();
    this.#link?.close();
    this.#link = null;
    const { remote, fingerprints } = this.#store.snapshot;
    if (remote || fingerprints) this.#store.show({ remote: null, fingerprints: null });
  }

  #start(room: Room, again?: boolean): void {
    this.stop();
    const { makeLink, stream: streamOf } = this.#options;
    if (!makeLink.value) {
      this.#waits = room;
      // If the code cannot be loaded, the conversation's own timer ends it.
      const start = () => this.#waits === room && this.#start(room, again);
      makeLink.load().then(start, () => {});
      return;
    }
    const since = Date.now();
    let began = again === true;
    const mine = () => this.#link === link;
    const events: PeerLinkEvents = {
      signal: (signal) => mine() && this.#dispatch({ type: "link-signal", room: room.id, signal }),
      state: (state, relayError) => {
        if (!mine()) return;
        trace.add("link", state, relayError ?? "");
        if (state === "connected") {
          this.#sender.begun();
          this.#store.show({ fingerprints: link.fingerprints() });
          if (!began) this.#unwatch = this.#watch(link, room, since);
          began = true;
        }
        this.#dispatch({ type: "link-state", room: room.id, state, relayError });
      },
      stream: (remote) => mine() && this.#store.show({ remote }),
    };
    const stream = streamOf();
    const options = optionsFor(room.relayOnly);
    const deck = room.role === "initiator" ? this.#offers : this.#answers;
    const prepared = deck.take(events, stream, options);
    const link: PeerLink = prepared?.link ?? this.#make(events);
    this.#link = link;
    this.#sender.begin(link);
    link.start(room.role, room.iceServers, stream, {
      ...options,
      sendOffer: prepared?.sendOffer,
      again,
    });
  }

  #watch(link: PeerLink, { id }: Room, since: number): () => void {
    return watchCallStart(link, since, (start) =>
      this.#dispatch({ type: "call-began", room: id, ...start }),
    );
  }

  #make(events: PeerLinkEvents): PeerLink {
    const { value: make } = this.#options.makeLink;
    if (!make) throw new Error("the code of the links is not loaded");
    return make(events);
  }

  #prepare(deck: LinkDeck, { iceServers, relayOnly }: Preparation): void {
    const { pregeneratesOffers, stream } = this.#options;
    if (pregeneratesOffers) deck.prepare(iceServers, stream(), optionsFor(relayOnly));
  }
}

function optionsFor(relayOnly: boolean): LinkOptions {
  return relayOnly ? { iceTransportPolicy: "relay" } : {};
}
