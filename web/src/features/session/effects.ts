import type { Id } from "@/protocol/messages";
import { siteSocketUrl } from "@/transport/addresses";
import { closeName } from "@/transport/close-codes";
import { LocalMedia, type MediaState } from "@/transport/local-media";
import { MatchClient, type SessionKeeper } from "@/transport/match-client";
import type { MakePeerLink, PeerLink } from "@/transport/peer-link";
import { RoomClient } from "@/transport/room-client";
import { step } from "./machine";
import {
  type Effect,
  type Event,
  FIRST_SESSION,
  type RefusedWhy,
  type Room,
  type Session,
  type TimerName,
} from "./model";

/** What components render: one immutable value per change. */
export interface Snapshot {
  readonly session: Session;
  readonly media: MediaState;
  readonly remote: MediaStream | null;
}

export interface Surroundings {
  readonly makeLink: MakePeerLink;
  readonly keeper: SessionKeeper;
  /** Whether this browser can connect to another one at all. */
  readonly videoSupported: boolean;
  readonly now: () => number;
}

/** What a user interface needs of a runner. */
export type SessionView = Pick<SessionRunner, "subscribe" | "snapshot" | "dispatch">;

/** Runs the machine: feeds it what happens and does what it says. One for a page; no React in here. */
export class SessionRunner {
  readonly #around: Surroundings;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #match: MatchClient;
  readonly #room: RoomClient;
  readonly #media: LocalMedia;
  readonly #queue: Event[] = [];
  #link: PeerLink | null = null;
  #snapshot: Snapshot = { session: FIRST_SESSION, media: { at: "closed" }, remote: null };

  constructor(around: Surroundings) {
    this.#around = around;
    this.#match = new MatchClient(
      siteSocketUrl("/v1/match"),
      {
        message: (message) => this.dispatch({ type: "match", message }),
        down: (attempt) => this.dispatch({ type: "match-down", attempt }),
        refused: (code) => this.dispatch({ type: "match-refused", why: refusedWhy(code) }),
      },
      around.keeper,
    );
    this.#room = new RoomClient({
      message: (message) => this.dispatch({ type: "room", message }),
      lost: () => this.dispatch({ type: "room-lost" }),
      refused: (code) => this.dispatch({ type: "room-refused", why: refusedWhy(code) }),
    });
    this.#media = new LocalMedia((media) => this.#mediaChanged(media), {
      devices: around.videoSupported ? navigator.mediaDevices : undefined,
      secure: window.isSecureContext,
    });
    window.addEventListener("online", () => this.dispatch({ type: "network", online: true }));
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

  #run(effect: Effect): void {
    switch (effect.do) {
      case "open-media":
        this.#openMedia(effect.want);
        return;
      case "close-media":
        this.#media.close();
        return;
      case "share":
        this.#media.setMicrophone(effect.microphone);
        this.#media.setCamera(effect.camera);
        return;
      case "connect-match":
        this.#match.open();
        return;
      case "close-match":
        this.#match.close();
        return;
      case "hurry-match":
        this.#match.hurry();
        return;
      case "find": {
        const { find, wishes } = effect;
        const home = this.#room.node;
        this.#match.send({
          type: "find",
          find,
          mode: wishes.mode,
          ...(wishes.interests.length > 0 ? { interests: wishes.interests } : {}),
          ...(home ? { home } : {}),
        });
        return;
      }
      case "cancel":
        this.#match.send({ type: "cancel", find: effect.find });
        return;
      case "join":
        this.#room.join(effect.home, effect.token);
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
        for (const timer of this.#timers.values()) clearTimeout(timer);
        this.#timers.clear();
        return;
    }
  }

  #openMedia(want: Parameters<LocalMedia["open"]>[0]): void {
    const already = this.#media.state;
    // Kept from before: nothing will change, so nothing would be told.
    if (already.at === "open") this.#mediaChanged(already);
    else void this.#media.open(want);
  }

  #mediaChanged(media: MediaState): void {
    if (media !== this.#snapshot.media) this.#show({ media });
    if (media.at === "open") {
      const { hasMicrophone: microphone, hasCamera: camera } = media;
      this.dispatch({ type: "media-open", microphone, camera });
    }
    if (media.at === "problem") this.dispatch({ type: "media-problem", problem: media.problem });
  }

  #startLink(room: Room): void {
    this.#stopLink();
    const mine = () => this.#link === link;
    const id: Id = room.id;
    const link: PeerLink = this.#around.makeLink({
      signal: (signal) => mine() && this.dispatch({ type: "link-signal", room: id, signal }),
      state: (state) => mine() && this.dispatch({ type: "link-state", room: id, state }),
      stream: (remote) => mine() && this.#show({ remote }),
    });
    this.#link = link;
    link.start(room.role, room.iceServers, this.#media.stream);
  }

  #stopLink(): void {
    this.#link?.close();
    this.#link = null;
    if (this.#snapshot.remote) this.#show({ remote: null });
  }

  #show(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
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
