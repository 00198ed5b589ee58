import type { SessionKeeper } from "@nexuschat/client/match-client";
import { trace } from "@/lib/trace";
import type { MakePeerLink } from "@/transport/link/peer-link";
import type { DeviceChoice } from "@/transport/media/device-choice";
import type { VideoHindrance } from "@/transport/media/video-support";
import type { Effect } from "./effect";
import { EvidencePort } from "./evidence-port";
import { LinkPort, type Loadable } from "./link-port";
import { step } from "./machine";
import { MatchPort } from "./match-port";
import { MediaPort } from "./media-port";
import {
  type Event,
  FIRST_SESSION,
  type KeptConversation,
  type Liked,
  type Session,
  type Wishes,
} from "./model";
import type { Handlers } from "./port";
import { keep } from "./reload-steps";
import { RoomPort } from "./room-port";
import { type Snapshot, Store } from "./store";
import { Timers } from "./timers";

export interface Surroundings {
  /**
   * The code that creates links. A search waits until it is loaded; a conversation after a reload
   * does not.
   */
  readonly makeLink: Loadable<MakePeerLink>;
  /** Whether offers and answers are pre-generated. */
  readonly pregeneratesOffers: boolean;
  readonly keeper: SessionKeeper;
  /** Why this browser has no video; null if it has. */
  readonly hindrance: VideoHindrance | null;
  readonly now: () => number;
  /** The wishes of the previous visit. */
  readonly wishes?: Wishes;
  /** Partners that the visitor of the page before a reload would like to meet again. */
  readonly liked?: readonly Liked[];
  /** The code of the conversation loads later; the event `ready` follows. */
  readonly waitsForCode?: boolean;
  /**
   * Calls back when it is time to render: once for many changes, and after the work that the
   * partner waits for.
   */
  readonly whenToShow: (show: () => void) => void;
}

/** The part of a runner that a user interface needs. */
export type SessionView = Pick<SessionRunner, "subscribe" | "snapshot" | "dispatch"> &
  Partial<Pick<SessionRunner, "turnCamera" | "chooseDevice">>;

/**
 * Runs the machine: passes events to it and runs its effects. One per page; independent of React.
 */
export class SessionRunner {
  readonly #now: () => number;
  readonly #store: Store;
  readonly #timers = new Timers((name) => this.dispatch({ type: "timer", name }));
  readonly #link: LinkPort;
  readonly #media: MediaPort;
  readonly #room: RoomPort;
  readonly #match: MatchPort;
  readonly #handlers: Handlers<Effect["do"]>;
  readonly #queue: Event[] = [];
  readonly #disposal = new AbortController();
  #stepping = false;

  constructor(around: Surroundings) {
    const { dispatch } = this;
    const { hindrance, makeLink, pregeneratesOffers } = around;
    this.#now = around.now;
    this.#store = new Store(
      { session: firstSession(around), media: { at: "closed" }, remote: null },
      around.whenToShow,
    );
    this.#link = new LinkPort(dispatch, this.#store, {
      ...{ makeLink, pregeneratesOffers },
      stream: () => this.#media.stream,
      ended: () => this.#media.endScreen(),
    });
    this.#media = new MediaPort(dispatch, this.#store, this.#link, {
      devices: hindrance === "unsupported" ? undefined : navigator.mediaDevices,
      secure: window.isSecureContext,
    });
    this.#room = new RoomPort(dispatch);
    this.#match = new MatchPort(dispatch, around.keeper, this.#room, this.#link);
    this.#handlers = {
      ...this.#link.handlers,
      ...this.#media.handlers,
      ...this.#room.handlers,
      ...this.#match.handlers,
      ...new EvidencePort(dispatch).handlers,
      "close-media": (effect) => {
        this.#link.clearPregenerated();
        this.#media.handlers["close-media"](effect);
      },
      "hurry-sockets": () => {
        this.#match.hurry();
        this.#room.hurry();
      },
      timer: ({ name, ms }) => this.#timers.set(name, ms),
      "clear-timer": ({ name }) => this.#timers.clear(name),
      "clear-timers": () => this.#timers.clearAll(),
    };
    this.#watchPage();
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  readonly snapshot = (): Snapshot => this.#store.snapshot;

  /**
   * An event caused by an effect waits until the earlier effects are done. If an effect throws, the
   * others still run, and the visit ends.
   */
  readonly dispatch = (event: Event): void => {
    this.#queue.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#take(next);
    this.#stepping = false;
  };

  /**
   * Call when the page unloads. Returns the conversation for the reloaded page, or null outside a
   * conversation.
   */
  readonly unload = (): KeptConversation | null => {
    const { session } = this.#store.snapshot;
    if (session.phase.at !== "talking") return null;
    const place = this.#room.unload();
    return place && keep(session, session.phase, place);
  };

  /** Switches to the other camera of a phone. */
  readonly turnCamera = (): Promise<void> => this.#media.turnCamera();

  /** Selects a camera or microphone, now and for later visits. */
  readonly chooseDevice = (kind: keyof DeviceChoice, id: string): Promise<void> =>
    this.#media.chooseDevice(kind, id);

  /**
   * Ends the visit and everything that runs for it: sockets, devices, links, timers and listeners.
   * Call nothing after it.
   */
  dispose(): void {
    this.#disposal.abort();
    this.dispatch({ type: "stop" });
    this.#media.dispose();
    this.#match.close();
    this.#room.close();
    this.#link.stop();
    this.#timers.clearAll("lasting too");
  }

  #watchPage(): void {
    const { signal } = this.#disposal;
    const network = (online: boolean) => this.dispatch({ type: "network", online });
    window.addEventListener("online", () => network(true), { signal });
    window.addEventListener("offline", () => network(false), { signal });
    const look = () => this.dispatch({ type: "hidden", on: isHidden() });
    document.addEventListener("visibilitychange", look, { signal });
  }

  #take(event: Event): void {
    if (event.type === "broken") trace.addError(event.error);
    const attempt = (act: () => void) => {
      try {
        act();
      } catch (error) {
        console.error(error);
        // The effects that end a broken visit run once; an error in them is only traced.
        if (event.type !== "broken") this.#queue.push({ type: "broken", error });
        else trace.addError(error);
      }
    };
    attempt(() => {
      const before = this.#store.snapshot.session;
      const [session, effects] = step(before, event, this.#now());
      if (session.phase.at !== before.phase.at) trace.add("phase", session.phase.at);
      if (session !== before) this.#store.show({ session });
      for (const effect of effects) attempt(() => this.#run(effect));
    });
  }

  #run<Do extends Effect["do"]>(effect: Extract<Effect, { readonly do: Do }>): void {
    const { [effect.do as Do]: handle } = this.#handlers;
    handle(effect);
  }
}

function firstSession(around: Surroundings): Session {
  const { waitsForCode, pregeneratesOffers, wishes, liked, hindrance } = around;
  return {
    ...FIRST_SESSION,
    ready: !waitsForCode,
    mustProveReach: pregeneratesOffers,
    hidden: isHidden(),
    ...(wishes ? { wishes } : {}),
    ...(liked ? { liked } : {}),
    ...(hindrance ? { phase: { at: "no-video", why: hindrance } } : {}),
  };
}

function isHidden(): boolean {
  return document.visibilityState === "hidden";
}
