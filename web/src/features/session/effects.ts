import type { IceServer, Id, MatchServerMessage } from "@/protocol/messages";
import { siteSocketUrl } from "@/transport/addresses";
import { closeName } from "@/transport/close-codes";
import { chooseDevice, type DeviceChoice } from "@/transport/device-choice";
import { LinkDeck } from "@/transport/link-deck";
import { type LinkQuality, LinkSender } from "@/transport/link-sender";
import { LocalMedia, type MediaState } from "@/transport/local-media";
import { MatchClient, type SessionKeeper } from "@/transport/match-client";
import type {
  LinkFingerprints,
  LinkOptions,
  MakePeerLink,
  PeerLink,
  PeerLinkEvents,
} from "@/transport/peer-link";
import { RoomClient } from "@/transport/room-client";
import { ScreenShare } from "@/transport/screen-share";
import type { VideoHindrance } from "@/transport/video-support";
import { step } from "./machine";
import {
  type Effect,
  type Event,
  FIRST_SESSION,
  LASTING_TIMERS,
  type RefusedWhy,
  type Room,
  type Session,
  type TimerName,
} from "./model";

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

export interface Surroundings {
  readonly makeLink: MakePeerLink;
  /** Whether links are made ahead of their partners. */
  readonly offersAhead: boolean;
  readonly keeper: SessionKeeper;
  /** Why there can be no video in this browser; null where there can. */
  readonly hindrance: VideoHindrance | null;
  readonly now: () => number;
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
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #match: MatchClient;
  readonly #room: RoomClient;
  readonly #media: LocalMedia;
  readonly #screen: ScreenShare;
  readonly #sender: LinkSender;
  readonly #queue: Event[] = [];
  readonly #offers: LinkDeck;
  readonly #answers: LinkDeck;
  #link: PeerLink | null = null;
  #renewal: ReturnType<typeof setInterval> | undefined;
  #snapshot: Snapshot = { session: FIRST_SESSION, media: { at: "closed" }, remote: null };

  constructor(around: Surroundings) {
    this.#around = around;
    if (around.hindrance) {
      const phase = { at: "no-video", why: around.hindrance } as const;
      this.#snapshot = { ...this.#snapshot, session: { ...FIRST_SESSION, phase } };
    }
    const session = { ...this.#snapshot.session, mustProveReach: around.offersAhead };
    this.#snapshot = { ...this.#snapshot, session };
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
        if (message.type === "resumed") this.#link?.recover();
      },
      away: () => this.dispatch({ type: "room-away" }),
      homeless: (room, seat) => {
        this.#match.send({ type: "rehome", room, seat });
      },
      lost: () => this.dispatch({ type: "room-lost" }),
      refused: (code) => this.dispatch({ type: "room-refused", why: refusedWhy(code) }),
    });
    this.#media = new LocalMedia((media) => this.#mediaChanged(media), {
      devices: around.hindrance === "unsupported" ? undefined : navigator.mediaDevices,
      secure: window.isSecureContext,
    });
    this.#screen = new ScreenShare((screen) => {
      const [track = null] = (screen ?? this.#media.stream)?.getVideoTracks() ?? [];
      void this.#link?.replaceTrack("video", track);
      this.#show({ screen });
      this.dispatch({ type: "screen-changed", on: screen !== null });
    });
    this.#sender = new LinkSender((quality) => this.#show({ quality }));
    const gone = () => this.dispatch({ type: "offer-gone" });
    this.#offers = new LinkDeck("initiator", around.makeLink, {
      ready: () => this.dispatch({ type: "offer-ready" }),
      gone,
      reach: (reach) => this.dispatch({ type: "reach", reach }),
    });
    this.#answers = new LinkDeck("responder", around.makeLink, { ready() {}, gone });
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

  /** An effect may cause an event at once; it waits until the effects before it are done. */
  readonly dispatch = (event: Event): void => {
    this.#queue.push(event);
    if (this.#queue.length > 1) return;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      const [session, effects] = step(this.#snapshot.session, next, this.#around.now());
      if (session !== this.#snapshot.session) this.#show({ session });
      for (const effect of effects) this.#run(effect);
      this.#queue.shift();
    }
  };

  /** The two ends' keys, for people to compare; null while there is no link. */
  readonly fingerprints = (): LinkFingerprints | null => this.#link?.fingerprints() ?? null;

  /** To the other camera of a phone. */
  readonly turnCamera = async (): Promise<void> => {
    this.#sendInstead(await this.#media.turnCamera());
  };

  /** Another camera or microphone, now and on later visits. */
  readonly chooseDevice = async (kind: keyof DeviceChoice, id: string): Promise<void> => {
    chooseDevice(kind, id);
    if (this.#media.stream) this.#sendInstead(await this.#media.switchDevice(kind));
    else {
      const want = kind === "camera" ? "camera-and-microphone" : this.#media.want;
      this.dispatch({ type: "reopen", want });
    }
  };

  #sendInstead(track: MediaStreamTrack | null): void {
    if (!track) return;
    const kind = track.kind === "video" ? "video" : "audio";
    this.#offers.replaceTrack(kind, track);
    this.#answers.replaceTrack(kind, track);
    if (kind === "video" && this.#screen.stream) return;
    const link = this.#link;
    void link?.replaceTrack(kind, track).then(() => this.#link === link && this.#sender.begun());
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "open-media":
        this.#openMedia(effect.want);
        return;
      case "close-media":
        this.#offers.clear();
        this.#answers.clear();
        this.#media.close();
        return;
      case "share":
        this.#media.setMicrophone(effect.microphone);
        this.#media.setCamera(effect.camera);
        return;
      case "share-screen":
        void this.#screen.share(effect.on);
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
        const { find, wishes, relayOnly, place } = effect;
        const home = this.#room.node;
        const mine = [this.#media.stream, optionsFor(relayOnly)] as const;
        const offer = this.#offers.leave(...mine, "find");
        const answer = this.#answers.leave(...mine, "find");
        this.#match.send({
          type: "find",
          find,
          mode: wishes.mode,
          ...(wishes.interests.length > 0 ? { interests: wishes.interests } : {}),
          ...(wishes.languages?.length ? { languages: wishes.languages } : {}),
          ...(home ? { home } : {}),
          ...(wishes.relayOnly ? { relay_only: true } : {}),
          ...(place ? { place } : {}),
          ...(offer ? { offer } : {}),
          ...(answer ? { answer } : {}),
        });
        return;
      }
      case "offer": {
        const offer = this.#offers.leave(this.#media.stream, optionsFor(effect.relayOnly), "later");
        if (offer) this.#match.send({ type: "offer", find: effect.find, offer });
        return;
      }
      case "prepare-offer": {
        const { iceServers, relayOnly } = effect.ahead;
        if (!this.#around.offersAhead) return;
        this.#offers.prepare(iceServers, this.#media.stream, optionsFor(relayOnly));
        return;
      }
      case "prepare-answer": {
        const { iceServers, relayOnly } = effect.ahead;
        if (!this.#around.offersAhead) return;
        this.#answers.prepare(iceServers, this.#media.stream, optionsFor(relayOnly));
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
        this.#room.join(effect.room, effect.home, effect.token);
        if (isOutOfSight()) this.#tellSight();
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
        this.#startLink(effect.room);
        return;
      case "signal-link":
        this.#link?.signal(effect.signal);
        return;
      case "stop-link":
        this.#stopLink();
        return;
      case "timer":
        clearTimeout(this.#timers.get(effect.name));
        this.#timers.set(
          effect.name,
          setTimeout(() => {
            this.#timers.delete(effect.name);
            this.dispatch({ type: "timer", name: effect.name });
          }, effect.ms),
        );
        return;
      case "clear-timer":
        clearTimeout(this.#timers.get(effect.name));
        this.#timers.delete(effect.name);
        return;
      case "clear-timers":
        for (const [name, timer] of this.#timers) {
          if (LASTING_TIMERS.has(name)) continue;
          clearTimeout(timer);
          this.#timers.delete(name);
        }
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
    if (message.type === "rehomed") this.#room.move(message.room, message.home, message.token);
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

  #openMedia(want: Parameters<LocalMedia["open"]>[0]): void {
    const already = this.#media.state;
    // Kept from before: nothing will change, so nothing would be told.
    if (already.at === "open") this.#mediaChanged(already);
    else void this.#media.open(want);
  }

  #mediaChanged(media: MediaState): void {
    const before = this.#snapshot.media;
    if (media !== before) this.#show({ media });
    if (media.at === "open") {
      // Whoever is there already gets what was opened anew.
      if (before.at !== "open") for (const one of media.stream.getTracks()) this.#sendInstead(one);
      const { hasMicrophone: microphone, hasCamera: camera } = media;
      this.dispatch({ type: "media-open", microphone, camera });
    }
    if (media.at === "problem") this.dispatch({ type: "media-problem", problem: media.problem });
  }

  #startLink(room: Room): void {
    this.#stopLink();
    const mine = () => this.#link === link;
    const id: Id = room.id;
    const events: PeerLinkEvents = {
      signal: (signal) => mine() && this.dispatch({ type: "link-signal", room: id, signal }),
      state: (state, relayError) => {
        if (!mine()) return;
        if (state === "connected") this.#sender.begun();
        this.dispatch({ type: "link-state", room: id, state, relayError });
      },
      stream: (remote) => mine() && this.#show({ remote }),
    };
    const { stream } = this.#media;
    const options = optionsFor(room.relayOnly);
    const deck = room.role === "initiator" ? this.#offers : this.#answers;
    const ahead = deck.take(events, stream, options);
    const link: PeerLink = ahead?.link ?? this.#around.makeLink(events);
    this.#link = link;
    this.#sender.begin(link);
    link.start(room.role, room.iceServers, stream, { ...options, sayOffer: ahead?.sayOffer });
  }

  #stopLink(): void {
    this.#sender.end();
    if (this.#screen.end()) this.#show({ screen: null });
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

function refusedWhy(code: number): RefusedWhy {
  const name = closeName(code);
  switch (name) {
    case "replaced":
    case "version":
    case "banned":
    case "rate_limited":
      return name;
    default:
      return "closed";
  }
}
