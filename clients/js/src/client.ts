import { findNonce } from "./find-nonce.ts";
import { MatchClient, type SessionKeeper } from "./match-client.ts";
import { newMessageId } from "./message-id.ts";
import {
  checkMatchClient,
  checkRoomClient,
  type IceCandidate,
  type MatchClientMessage,
  type MessageId,
  type Reaction,
  type ReportReason,
  type RoomClientMessage,
  type SessionDescription,
} from "./protocol.ts";
import { RoomClient, type SocketOptions } from "./room-client.ts";
import type { Wishes } from "./search.ts";
import { EffectQueue } from "./sockets/effect-queue.ts";
import { stepVisit } from "./visit/machine.ts";
import {
  type ClientEvent,
  FIRST_VISIT,
  type VisitEffect,
  type VisitEvent,
  type VisitStage,
  type VisitState,
} from "./visit/state.ts";

export type { ClientEvent, SessionKeeper, VisitStage, Wishes };

/** Settings of {@link connect}. Only `url` is required. */
export interface ConnectOptions extends Pick<SocketOptions, "create" | "trace"> {
  /**
   * The address of the site, such as `https://chat.example/`. A page of another origin needs
   * `server.allowed_origins` of the server to name that origin.
   */
  readonly url: string;
  /**
   * Keeps the session, a secret text of up to 1,024 bytes, for example over reloads: with it the
   * server recognizes the visitor and its block list. By default in memory.
   */
  readonly keeper?: SessionKeeper;
  /**
   * Solves a challenge, which the server sets to networks that search very often: resolves to the
   * result of `findNonce`, about 2^bits hashes. By default on the calling thread, which blocks it
   * for a second at 20 bits; a page does better in a worker.
   */
  readonly solve?: (challenge: string, bits: number) => Promise<number>;
}

/** The events of a client by name. `ClientEvent` describes those that the server does not send. */
export type ClientEvents = {
  readonly [Type in ClientEvent["type"]]: Extract<ClientEvent, { readonly type: Type }>;
};

/** What a partner receives of a message: the message without `type` and `room`. */
type Content<Type extends RoomClientMessage["type"]> = Omit<
  Extract<RoomClientMessage, { readonly type: Type }>,
  "type" | "room"
>;

/** A WebRTC signal: the output of an `RTCPeerConnection`, with `null` members left out. */
export type Signal =
  | { readonly description: SessionDescription }
  /** An empty list ends the candidates. */
  | { readonly candidates: readonly IceCandidate[] };

/**
 * Opens the connection to a site and keeps it: a dropped socket reconnects after 0.25 to 15 s, with
 * jitter, and continues the search in its place or the conversation without a lost message.
 *
 * @throws TypeError if `url` is not an address.
 */
export function connect(options: ConnectOptions): Client {
  return new Client(options);
}

/**
 * A visitor of the site, from {@link connect} to `close()`. It meets one partner after the other:
 *
 * `idle` → `find()` → `searching` → `joining` → `talking` → `idle`, or `skip()` → `searching` ...
 *
 * A match that fails before both visitors are in the room goes back to `searching` by itself.
 * Methods throw a `TypeError` for values that the protocol forbids, and send nothing then.
 */
export class Client {
  readonly #match: MatchClient;
  readonly #room: RoomClient;
  readonly #solve: NonNullable<ConnectOptions["solve"]>;
  readonly #listeners = new Map<string, Set<(event: never) => void>>();
  readonly #hurry = () => {
    this.#match.hurry();
    this.#room.hurry();
  };
  #state: VisitState = FIRST_VISIT;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Use {@link connect}. */
  constructor({ url, keeper = memoryKeeper(), solve = solveHere, ...rest }: ConnectOptions) {
    const options: SocketOptions = { site: url, ...rest };
    this.#solve = solve;
    this.#match = new MatchClient(
      {
        message: (message) => this.#take({ type: "match", message }),
        down: (attempt) => this.#take({ type: "match-down", attempt }),
        refused: (why) => this.#take({ type: "refused", socket: "match", why }),
      },
      keeper,
      options,
    );
    this.#room = new RoomClient(
      {
        message: (message) => this.#take({ type: "room", message }),
        away: () => this.#take({ type: "room-away" }),
        homeless: (room, seat) => this.#take({ type: "room-homeless", room, seat }),
        lost: () => this.#take({ type: "room-lost" }),
        refused: (why) => this.#take({ type: "refused", socket: "room", why }),
      },
      options,
    );
    globalThis.addEventListener?.("online", this.#hurry);
    this.#match.open();
  }

  /** What the visit does now; the event `stage` reports each change. */
  get stage(): VisitStage {
    return this.#state.stage.at;
  }

  /** Calls `listener` for each event of that name. Returns a function that ends it. */
  on<Type extends ClientEvent["type"]>(
    type: Type,
    listener: (event: ClientEvents[Type]) => void,
  ): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Searches for a partner with these wishes; leaves the room and replaces the search, if any. The
   * search starts as soon as the connection is open, survives drops, and waits while the server is
   * busy. `queued`, `widened`, `matched` and `error` report its progress.
   */
  find(wishes: Wishes): void {
    checked(checkMatchClient, { ...wishes, type: "find", find: 1 });
    this.#take({ type: "find", wishes });
  }

  /**
   * Leaves the partner and searches for the next one with the same wishes. The server takes a skip
   * within 500 ms of the match as a match that the visitor did not come to, and several of those
   * lower its priority.
   *
   * @throws Error before the first `find()`.
   */
  skip(): void {
    const { wishes } = this.#state;
    if (!wishes) throw new Error("skip() needs the wishes of an earlier find()");
    this.#take({ type: "find", wishes });
  }

  /** Ends the search or leaves the partner. The connection stays open. */
  stop(): void {
    this.#take({ type: "stop" });
  }

  /**
   * Sends text to the partner, up to 2,048 bytes. The event `delivered` has the returned id once
   * the partner's socket has it; an `error` with it means that the server refused it. Returns null
   * and sends nothing unless the stage is `talking`.
   */
  chat(text: string): MessageId | null {
    const id = newMessageId();
    return this.#send("chat", { id, text }) ? id : null;
  }

  /** Sends a WebRTC signal to the partner, from `joining` on. False if there is no room. */
  signal(signal: Signal): boolean {
    return "description" in signal
      ? this.#send("description", signal, "joining")
      : this.#send("candidates", { candidates: [...signal.candidates] }, "joining");
  }

  /** Whether this visitor types. False unless the stage is `talking`; so are the next six. */
  typing(on: boolean): boolean {
    return this.#send("typing", { on });
  }

  /** Shows a reaction over the partner's picture for a moment. */
  react(emoji: Reaction): boolean {
    return this.#send("react", { emoji });
  }

  /** Moves both to icebreaker card `n`, 1 to 999; the larger `n` of the two visitors counts. */
  card(n: number): boolean {
    return this.#send("card", { n });
  }

  /** What this visitor shares. */
  media(shared: Content<"media">): boolean {
    return this.#send("media", shared);
  }

  /**
   * Whether this visitor wishes to turn a text conversation into a video call. It is one while both
   * do: then the initiator signals an offer.
   */
  video(on: boolean): boolean {
    return this.#send("video", { on });
  }

  /**
   * Whether this visitor would like to meet the partner again; `liked` follows once both would. To
   * meet again, name the room and encounter of its `matched` in the wish `again` of a later
   * `find()`.
   */
  like(on: boolean): boolean {
    return this.#send("like", { on });
  }

  /** Whether the page is hidden: the server then keeps the seat for 90 s after a drop, not 30 s. */
  hidden(on: boolean): boolean {
    return this.#send("hidden", { on });
  }

  /** Never meets the latest partner again; `blocked` or `error` follows. False without one. */
  block(): boolean {
    const { met } = this.#state;
    return met !== null && this.#ask({ type: "block", ...met });
  }

  /**
   * Reports the latest partner to the operator and blocks it; `reported` or `error` follows. The
   * note has up to 500 bytes. False without a partner or a connection.
   */
  report(reason: ReportReason, note?: string): boolean {
    const { met } = this.#state;
    return met !== null && this.#ask({ type: "report", ...met, reason, ...(note ? { note } : {}) });
  }

  /** Asks for TURN credentials, which last ten minutes; `ice_renewed` follows. */
  renewIce(): boolean {
    return this.#ask({ type: "renew_ice" });
  }

  /** Leaves, and closes both sockets for good. */
  close(): void {
    this.#take({ type: "close" });
  }

  /** Sends to the matching service. False without a connection: nothing is kept. */
  #ask(message: MatchClientMessage): boolean {
    checked(checkMatchClient, message);
    return this.#match.send(message);
  }

  /** Sends to the partner, from that stage on. */
  #send<Type extends RoomClientMessage["type"]>(
    type: Type,
    content: Content<Type>,
    from: "joining" | "talking" = "talking",
  ): boolean {
    const { stage } = this.#state;
    if (!("room" in stage) || (from === "talking" && stage.at === "joining")) return false;
    const message: object = { type, room: stage.room, ...content };
    checked(checkRoomClient, message);
    return this.#room.send(message as RoomClientMessage);
  }

  readonly #effects = new EffectQueue<VisitEffect>({
    emit: ({ event }) => this.#emit(event),
    "send-to-match": ({ message }) => {
      const { node } = this.#room;
      this.#match.send(message.type === "find" && node ? { ...message, home: node } : message);
    },
    solve: ({ challenge, bits }) => void this.#answer(challenge, bits),
    join: ({ room, home, seat }) => this.#room.join(room, home, seat),
    leave: ({ room, reason }) => this.#room.leave(room, reason),
    move: ({ room, home }) => this.#room.move(room, home),
    stays: ({ room, retryAfterMs }) => this.#room.stays(room, retryAfterMs),
    timer: ({ ms }) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#take({ type: "timer" }), ms);
    },
    "clear-timer": () => clearTimeout(this.#timer),
    close: () => {
      globalThis.removeEventListener?.("online", this.#hurry);
      this.#room.close();
      this.#match.close();
    },
  });

  #take(event: VisitEvent): void {
    const before = this.stage;
    const [state, effects] = stepVisit(this.#state, event);
    this.#state = state;
    const { stage } = this;
    this.#effects.run(
      stage === before ? effects : [{ do: "emit", event: { type: "stage", stage } }, ...effects],
    );
  }

  /** A listener that throws does not stop the client; the platform reports its error. */
  #emit(event: ClientEvent): void {
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
      try {
        (listener as (event: ClientEvent) => void)(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  async #answer(challenge: string, bits: number): Promise<void> {
    const nonce = await this.#solve(challenge, bits).catch(() => null);
    this.#take({ type: "solved", challenge, nonce });
  }
}

function checked(check: typeof checkMatchClient | typeof checkRoomClient, message: object): void {
  const result = check(JSON.stringify(message));
  if (!result.ok) throw new TypeError(`${result.type}.${result.field} is not valid`);
}

async function solveHere(challenge: string, bits: number): Promise<number> {
  return findNonce(challenge, bits);
}

function memoryKeeper(): SessionKeeper {
  let kept: string | null = null;
  return {
    load: () => kept,
    save: (session) => {
      kept = session;
    },
  };
}
