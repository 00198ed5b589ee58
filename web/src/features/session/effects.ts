import { trace } from "@/lib/trace";
import type { IceServer, Id, MatchServerMessage } from "@/protocol/messages";
import { siteSocketUrl } from "@/transport/addresses";
import { chooseDevice, type DeviceChoice } from "@/transport/device-choice";
import { LinkDeck } from "@/transport/link-deck";
import { type LinkQuality, LinkSender } from "@/transport/link-sender";
import { MatchClient, type SessionKeeper } from "@/transport/match-client";
import type { MediaState } from "@/transport/media-state";
import type {
  LinkFingerprints,
  LinkOptions,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
  TrackKind,
} from "@/transport/peer-link";
import { RoomClient } from "@/transport/room-client";
import type { VideoHindrance } from "@/transport/video-support";
import { findMessage } from "./find-message";
import { step } from "./machine";
import {
  type Effect,
  type Event,
  FIRST_SESSION,
  type Room,
  type Session,
  type Wishes,
} from "./model";
import { OwnMedia } from "./own-media";
import { refusedWhy } from "./refused-why";
import { type KeptConversation, keep } from "./reload-steps";
import { Timers } from "./timers";

/** TURN credentials live for ten minutes; whoever has to find another path needs some that are good. */
const RENEW_ICE_MS = 4 * 60_000;

/** What components render: one immutable value per change. */
export interface Snapshot {
  readonly session: Session;
  readonly media: MediaState;
  readonly remote: MediaStream | null;
  /** What is shown in the place of the camera. */
  readonly screen?: MediaStream | null;
  /** How well the link carries picture and sound; null while that is not known. */
  readonly quality?: LinkQuality | null;
}

/** Code that is loaded on demand; null until it is there. */
export interface Loadable<Code> {
  readonly value: Code | null;
  readonly load: () => Promise<void>;
}

export interface Surroundings {
  /** The code that makes links. A search waits until it is loaded, a conversation after a reload does not. */
  readonly makeLink: Loadable<MakePeerLink>;
  /** Whether links are made ahead of their partners. */
  readonly offersAhead: boolean;
  readonly keeper: SessionKeeper;
  /** Why there can be no video in this browser; null where there can. */
  readonly hindrance: VideoHindrance | null;
  readonly now: () => number;
  /** What the visitor wished before. */
  readonly wishes?: Wishes;
  /** The code of the conversation is loaded later: `ready` says when. */
  readonly waitsForCode?: boolean;
  /** Calls back when it is time to show what has changed: once for many changes, and after what the partner waits for. */
  readonly whenToShow: (show: () => void) => void;
}

/** What a user interface needs of a runner. */
export type SessionView = Pick<SessionRunner, "subscribe" | "snapshot" | "dispatch"> &
  Partial<Pick<SessionRunner, "fingerprints" | "turnCamera" | "chooseDevice">>;

/** Runs the machine: feeds it what happens and does what it says. One for a page; no React in here. */
export class SessionRunner {
  readonly #around: Surroundings;
  readonly #listeners = new Set<() => void>();
  #toBeShown = false;
  readonly #timers = new Timers((name) => this.dispatch({ type: "timer", name }));
  readonly #match: MatchClient;
  readonly #room: RoomClient;
  readonly #media: OwnMedia;
  readonly #sender: LinkSender;
  readonly #queue: Event[] = [];
  #stepping = false;
  #isReloaded = false;
  readonly #offers: LinkDeck;
  readonly #answers: LinkDeck;
  #link: PeerLink | null = null;
  #renewal: ReturnType<typeof setInterval> | undefined;
  #snapshot: Snapshot;

  constructor(around: Surroundings) {
    this.#around = around;
    const { hindrance, offersAhead, waitsForCode, wishes } = around;
    const session: Session = {
      ...FIRST_SESSION,
      ready: !waitsForCode,
      mustProveReach: offersAhead,
      ...(wishes ? { wishes } : {}),
      ...(hindrance ? { phase: { at: "no-video", why: hindrance } } : {}),
    };
    this.#snapshot = { session, media: { at: "closed" }, remote: null };
    this.#match = new MatchClient(
      siteSocketUrl("/v1/match"),
      {
        message: (message) => this.#fromMatch(message),
        down: (attempt) => this.dispatch({ type: "match-down", attempt }),
        refused: (code) => this.dispatch({ type: "match-refused", why: refusedWhy(code) }),
      },
      around.keeper,
    );
    this.#room = new RoomClient({
      message: (message) => {
        this.dispatch({ type: "room", message });
        if (message.type !== "resumed") return;
        this.#link?.recover();
        // The previous page reported itself hidden as it unloaded.
        if (this.#isReloaded) this.#tellSight();
        this.#isReloaded = false;
      },
      away: () => this.dispatch({ type: "room-away" }),
      homeless: (room, seat) => {
        this.#match.send({ type: "rehome", room, seat });
      },
      lost: () => this.dispatch({ type: "room-lost" }),
      refused: (code) => this.dispatch({ type: "room-refused", why: refusedWhy(code) }),
    });
    this.#media = new OwnMedia(
      {
        media: (media) => this.#mediaChanged(media),
        screen: (screen) => {
          this.#show({ screen });
          this.dispatch({ type: "screen-changed", on: screen !== null });
        },
        sends: (kind, track) => this.#sendInstead(kind, track),
        sendsNext: (kind, track) => {
          this.#offers.replaceTrack(kind, track);
          this.#answers.replaceTrack(kind, track);
        },
        news: (device, news) => this.dispatch({ type: "device-news", device, news }),
      },
      {
        devices: around.hindrance === "unsupported" ? undefined : navigator.mediaDevices,
        secure: window.isSecureContext,
      },
    );
    this.#sender = new LinkSender((quality) => this.#show({ quality }));
    const makeLink: MakePeerLink = (events) => this.#makeLink(events);
    const gone = () => this.dispatch({ type: "offer-gone" });
    this.#offers = new LinkDeck("initiator", makeLink, {
      ready: () => this.dispatch({ type: "offer-ready" }),
      gone,
      reach: (reach) => this.dispatch({ type: "reach", reach }),
    });
    this.#answers = new LinkDeck("responder", makeLink, { ready() {}, gone });
    window.addEventListener("online", () => this.dispatch({ type: "network", online: true }));
    // Phones let the sockets of a page die that is out of sight.
    document.addEventListener("visibilitychange", () => this.#sightChanged());
    window.addEventListener("offline", () => this.dispatch({ type: "network", online: false }));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  /**
   * An effect may cause an event at once; it waits until the effects before it are done. An effect that throws does not
   * keep the others from running, and ends the visit.
   */
  readonly dispatch = (event: Event): void => {
    this.#queue.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#take(next);
    this.#stepping = false;
  };

  /** Call when the page unloads. Returns the conversation for the reloaded page, or null outside a conversation. */
  readonly unload = (): KeptConversation | null => {
    const { session } = this.#snapshot;
    if (session.phase.at !== "talking") return null;
    const place = this.#room.unload();
    return place && keep(session, session.phase, place);
  };

  #take(event: Event): void {
    if (event.type === "broken") trace.addError(event.error);
    const attempt = (act: () => void) => {
      try {
        act();
      } catch (error) {
        console.error(error);
        // What ends a broken visit is tried once, effect by effect.
        if (event.type !== "broken") this.#queue.push({ type: "broken", error });
        else trace.addError(error);
      }
    };
    attempt(() => {
      const before = this.#snapshot.session;
      const [session, effects] = step(before, event, this.#around.now());
      if (session.phase.at !== before.phase.at) trace.add("phase", session.phase.at);
      if (session !== before) this.#show({ session });
      for (const effect of effects) attempt(() => this.#run(effect));
    });
  }

  /** The two ends' keys, for people to compare; null while there is no link. */
  readonly fingerprints = (): LinkFingerprints | null => this.#link?.fingerprints() ?? null;

  /** To the other camera of a phone. */
  readonly turnCamera = async (): Promise<void> => {
    await this.#media.turnCamera();
  };

  /** Another camera or microphone, now and on later visits. */
  readonly chooseDevice = async (kind: keyof DeviceChoice, id: string): Promise<void> => {
    chooseDevice(kind, id);
    if (this.#media.stream) await this.#media.switchDevice(kind);
    else {
      const want = kind === "camera" ? "camera-and-microphone" : this.#media.want;
      this.dispatch({ type: "reopen", want });
    }
  };

  #sendInstead(kind: TrackKind, track: MediaStreamTrack | null): void {
    const link = this.#link;
    void link?.replaceTrack(kind, track).then(() => this.#link === link && this.#sender.begun());
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "open-media":
        this.#media.open(effect.want);
        return;
      case "close-media":
        this.#offers.clear();
        this.#answers.clear();
        this.#media.close();
        return;
      case "share":
        this.#media.share(effect.microphone, effect.camera);
        return;
      case "ask-again":
        this.#media.askAgain(effect.device);
        return;
      case "share-screen":
        this.#media.shareScreen(effect.on);
        return;
      case "veil":
        this.#sender.veil(effect.on);
        return;
      case "connect-match":
        this.#match.open();
        return;
      case "close-match":
        clearInterval(this.#renewal);
        this.#match.close();
        return;
      case "hurry-sockets":
        this.#match.hurry();
        this.#room.hurry();
        return;
      case "find": {
        const mine = [this.#media.stream, optionsFor(effect.relayOnly)] as const;
        const offer = this.#offers.leave(...mine, "find");
        const answer = this.#answers.leave(...mine, "find");
        this.#match.send(findMessage(effect, { home: this.#room.node, offer, answer }));
        return;
      }
      case "offer": {
        const offer = this.#offers.leave(this.#media.stream, optionsFor(effect.relayOnly), "later");
        if (offer) this.#match.send({ type: "offer", find: effect.find, offer });
        return;
      }
      case "prepare-offer":
      case "prepare-answer": {
        const { iceServers, relayOnly } = effect.ahead;
        if (!this.#around.offersAhead) return;
        const deck = effect.do === "prepare-offer" ? this.#offers : this.#answers;
        deck.prepare(iceServers, this.#media.stream, optionsFor(relayOnly));
        return;
      }
      case "discard-offer":
        this.#offers.clear();
        return;
      case "cancel":
        this.#match.send({ type: "cancel", find: effect.find });
        return;
      case "say-to-match":
        this.#match.send(effect.message);
        return;
      case "join":
        this.#room.join(effect.room, effect.home, effect.seat);
        if (isOutOfSight()) this.#tellSight();
        return;
      case "take-seat":
        this.#isReloaded = true;
        this.#room.takeBack(effect.place);
        return;
      case "leave":
        this.#room.leave(effect.room, effect.reason);
        return;
      case "say-to-room":
        this.#room.send(effect.message);
        return;
      case "close-room":
        this.#room.close();
        return;
      case "start-link":
        this.#startLink(effect.room, effect.again);
        return;
      case "signal-link":
        this.#link?.signal(effect.signal);
        return;
      case "stop-link":
        this.#stopLink();
        return;
      case "timer":
        this.#timers.set(effect.name, effect.ms);
        return;
      case "clear-timer":
        this.#timers.clear(effect.name);
        return;
      case "clear-timers":
        this.#timers.clearAll();
        return;
    }
  }

  /** Where a room lives is between the two sockets: to the machine its seat is away, then back. */
  #fromMatch(message: MatchServerMessage): void {
    if (message.type === "error" && message.of === "rehome") {
      if (message.room) this.#room.stays(message.room, message.retry_after_ms);
      return;
    }
    if (message.type === "welcome") this.#keepRelaysFresh(message.ice_servers ?? []);
    if (message.type === "rehomed") this.#room.move(message.room, message.home);
    if (message.type === "rehomed" || message.type === "ice_renewed") {
      this.#link?.renewServers(message.ice_servers);
    }
    this.dispatch({ type: "match", message });
  }

  /** For the link there is, and for the one that is made ahead next. */
  #keepRelaysFresh(iceServers: readonly IceServer[]): void {
    clearInterval(this.#renewal);
    if (iceServers.every(({ credential }) => credential === undefined)) return;
    this.#renewal = setInterval(() => this.#match.send({ type: "renew_ice" }), RENEW_ICE_MS);
  }

  #sightChanged(): void {
    this.#tellSight();
    if (isOutOfSight()) return;
    this.#match.hurry();
    this.#room.hurry();
  }

  /** The home keeps the seat longer for a page out of sight; it remembers that over a resume, and forgets it with a join. */
  #tellSight(): void {
    const { phase } = this.#snapshot.session;
    if (phase.at !== "connecting" && phase.at !== "talking") return;
    this.#room.send({ type: "hidden", room: phase.room.id, on: isOutOfSight() });
  }

  #mediaChanged(media: MediaState): void {
    if (media !== this.#snapshot.media) this.#show({ media });
    trace.add("media", media.at, media.at === "problem" ? media.problem : "");
    if (media.at === "open") {
      const { hasMicrophone: microphone, hasCamera: camera } = media;
      const idle = { microphone: media.microphone !== "live", camera: media.camera !== "live" };
      this.dispatch({ type: "media-open", microphone, camera, idle });
    }
    if (media.at === "problem") {
      const { problem, devices } = media;
      this.dispatch({ type: "media-problem", problem, ...(devices ? { devices } : {}) });
    }
  }

  #startLink(room: Room, again?: boolean): void {
    this.#stopLink();
    if (!this.#around.makeLink.value) {
      // Its timer ends a conversation for which the code cannot be had.
      const isWanted = () => !this.#link && this.#isIn(room.id);
      const start = () => isWanted() && this.#startLink(room, again);
      this.#around.makeLink.load().then(start, () => {});
      return;
    }
    const mine = () => this.#link === link;
    const id: Id = room.id;
    const events: PeerLinkEvents = {
      signal: (signal) => mine() && this.dispatch({ type: "link-signal", room: id, signal }),
      state: (state, relayError) => {
        if (!mine()) return;
        trace.add("link", state, relayError ?? "");
        if (state === "connected") this.#sender.begun();
        this.dispatch({ type: "link-state", room: id, state, relayError });
      },
      stream: (remote) => mine() && this.#show({ remote }),
    };
    const { stream } = this.#media;
    const options = optionsFor(room.relayOnly);
    const deck = room.role === "initiator" ? this.#offers : this.#answers;
    const ahead = deck.take(events, stream, options);
    const link: PeerLink = ahead?.link ?? this.#makeLink(events);
    this.#link = link;
    this.#sender.begin(link);
    link.start(room.role, room.iceServers, stream, {
      ...options,
      sayOffer: ahead?.sayOffer,
      again,
    });
  }

  #isIn(room: Id): boolean {
    const { phase } = this.#snapshot.session;
    return "room" in phase && phase.room.id === room;
  }

  #makeLink(events: PeerLinkEvents): PeerLink {
    const { value: make } = this.#around.makeLink;
    if (!make) throw new Error("the code of the links is not loaded");
    return make(events);
  }

  #stopLink(): void {
    this.#sender.end();
    this.#media.endScreen();
    this.#link?.close();
    this.#link = null;
    if (this.#snapshot.remote) this.#show({ remote: null });
  }

  #show(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    if (this.#toBeShown) return;
    this.#toBeShown = true;
    this.#around.whenToShow(() => {
      this.#toBeShown = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

function isOutOfSight(): boolean {
  return document.visibilityState === "hidden";
}

function optionsFor(relayOnly: boolean): LinkOptions {
  return relayOnly ? { iceTransportPolicy: "relay" } : {};
}
