import { type BackoffRule, backoffMs } from "@/lib/backoff";

/** How long a path may be silent before it is replaced: most of such silences are a moment of bad radio. */
export const GRACE_MS = 2_000;

/** The responder waits so much longer, so that as a rule only one of the two offers. */
export const COURTESY_MS = 500;

/** From one restart to the next. Never longer than a browser keeps trying the candidates of one, which is 15 s. */
export const RESTARTS: BackoffRule = { firstMs: 5_000, factor: 1.5, maxMs: 12_000 };

/** Reasons to restart come in flocks: a new network is an address less, an address more and a socket that is back. */
export const SPACING_MS = 1_000;

/** What a restart gets to bring a path, before trouble that is seen meanwhile asks for another. */
export const UNDER_WAY_MS = 2_500;

/** Without a path for so long, there will be none. */
export const GIVE_UP_MS = 60_000;

export interface RecoveryEvents {
  /** New ICE credentials, now; an earlier restart that is still under way is replaced. */
  restart(): void;
  giveUp(): void;
}

export interface RecoveryOptions {
  readonly courteous: boolean;
  readonly random?: () => number;
}

/** Decides when a link restarts ICE and when it is given up. A timer for each, and one restart at a time. */
export class Recovery {
  readonly #events: RecoveryEvents;
  readonly #courtesyMs: number;
  readonly #random: () => number;
  #restarts = 0;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #nextAt = Number.POSITIVE_INFINITY;
  #nextTimer: ReturnType<typeof setTimeout> | undefined;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(events: RecoveryEvents, { courteous, random = Math.random }: RecoveryOptions) {
    this.#events = events;
    this.#courtesyMs = courteous ? COURTESY_MS : 0;
    this.#random = random;
  }

  /** Media flows. */
  healthy(): void {
    this.#restarts = 0;
    this.#clear();
  }

  /** The first path takes a while to find; that it is taking too long is told by `failed`. */
  waiting(): void {
    this.#armGiveUp();
  }

  disconnected(): void {
    this.#armGiveUp();
    this.#trouble(GRACE_MS);
  }

  failed(): void {
    this.#armGiveUp();
    this.#trouble(0);
  }

  /** Media stopped coming while the browser sees no trouble. Perhaps the partner has none to send: no reason to give up. */
  silent(): void {
    this.#trouble(0);
  }

  /** The network or the way to the partner is another than before: what was tried until now says nothing. */
  changed(): void {
    this.#restarts = 0;
    this.#restartWithin(0, SPACING_MS);
  }

  /** The partner was first: its restart is the one under way. */
  partnerRestarted(): void {
    if (this.#stopped) return;
    this.#restartedAt = performance.now();
    // What was planned before it waits for its outcome.
    if (this.#nextTimer === undefined) return;
    this.#restarts = Math.max(this.#restarts, 1);
    this.#scheduleNext();
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  #trouble(ms: number): void {
    // A restart that is under way has its own time.
    if (this.#restarts > 0) return;
    this.#restartWithin(ms + this.#courtesyMs, UNDER_WAY_MS + this.#courtesyMs);
  }

  #restartWithin(ms: number, spacingMs: number): void {
    if (this.#stopped) return;
    const now = performance.now();
    const at = Math.max(now + ms, this.#restartedAt + spacingMs);
    if (at >= this.#nextAt) return;
    this.#schedule(at - now);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#nextTimer);
    this.#nextAt = performance.now() + ms;
    this.#nextTimer = setTimeout(() => this.#restart(), ms);
  }

  #restart(): void {
    this.#restarts += 1;
    this.#restartedAt = performance.now();
    this.#scheduleNext();
    this.#events.restart();
  }

  #scheduleNext(): void {
    this.#schedule(backoffMs(RESTARTS, this.#restarts, this.#random) + this.#courtesyMs);
  }

  #armGiveUp(): void {
    if (this.#stopped) return;
    this.#giveUpTimer ??= setTimeout(() => {
      this.stop();
      this.#events.giveUp();
    }, GIVE_UP_MS);
  }

  #clear(): void {
    clearTimeout(this.#nextTimer);
    clearTimeout(this.#giveUpTimer);
    this.#nextTimer = undefined;
    this.#giveUpTimer = undefined;
    this.#nextAt = Number.POSITIVE_INFINITY;
  }
}
