import { type BackoffRule, backoffMs } from "@nexuschat/client/backoff";

/** A path is replaced after this much silence: most shorter silences are brief radio loss. */
export const GRACE_MS = 2_000;

/** The responder waits this much longer, so that usually only one of the two offers. */
export const COURTESY_MS = 500;

/** Between two restarts. A browser keeps trying candidates for 15 s, so all delays are shorter. */
export const RESTARTS: BackoffRule = { firstMs: 5_000, factor: 1.5, maxMs: 12_000 };

/**
 * Several reasons to restart arrive together: a new network removes an address, adds one and
 * reconnects a socket.
 */
export const SPACING_MS = 1_000;

/** How long a restart may take to find a path before new trouble starts another one. */
export const UNDER_WAY_MS = 2_500;

/** Without a path for this long, the link is given up. */
export const GIVE_UP_MS = 60_000;

export interface RecoveryEvents {
  /** Requests new ICE credentials now; an earlier restart under way is replaced. */
  restart(): void;
  giveUp(): void;
}

export interface RecoveryOptions {
  readonly courteous: boolean;
  readonly random?: () => number;
}

/**
 * Decides when a link restarts ICE and when it is given up. One timer for each; one restart at a
 * time.
 */
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

  /** The first path takes time to find. If that takes too long, `failed` reports it. */
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

  /**
   * Media stopped although the browser reports no trouble. The partner may have none to send, so
   * this never gives up.
   */
  silent(): void {
    this.#trouble(0);
  }

  /** The network or the path to the partner changed: earlier attempts are no longer relevant. */
  changed(): void {
    this.#restarts = 0;
    this.#restartWithin(0, SPACING_MS);
  }

  /** The partner restarted first: its restart is the one under way. */
  partnerRestarted(): void {
    if (this.#stopped) return;
    this.#restartedAt = performance.now();
    // A planned restart of this end waits for the result.
    if (this.#nextTimer === undefined) return;
    this.#restarts = Math.max(this.#restarts, 1);
    this.#scheduleNext();
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  #trouble(ms: number): void {
    // A restart under way has its own timeout.
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
