/** How long the reason is shown before the next search starts automatically. */
export const NEXT_COUNTDOWN_MS = 3_000;

/**
 * A press sooner than this after the page showed a partner was meant for the previous one: it is the
 * second half of a double press, or the partner changed during the press. No search follows a match
 * sooner either: the server counts one within 500 ms as a match that the visitor did not come to.
 */
export const GLANCE_MS = 600;

/**
 * After this many partners in a row without any input, the page asks whether the visitor is still
 * there.
 */
export const UNATTENDED_MAX = 3;

/**
 * Links for the next conversation are not prepared within this time, to leave the CPU to the
 * present one.
 */
export const OFFER_AFTER_MS = 1_000;

/** A partner without a working link after this time is given up. */
export const CONNECT_TIMEOUT_MS = 20_000;

/**
 * An interrupted or closed link that has not recovered after this time is given up. A link that
 * restarts gives up earlier.
 */
export const HEAL_TIMEOUT_MS = 65_000;

/** Waits up to this long keep the search screen; a longer one is explained. */
export const SHORT_WAIT_MS = 3_000;

/**
 * Outages are shown as "reconnecting" for this many attempts, then as "server unavailable"; the
 * attempts continue.
 */
export const QUIET_ATTEMPTS = 3;

/**
 * A server that announced its restart has this long, from the moment it named, before the outage is
 * shown as "server unavailable".
 */
export const RESTART_MS = 15_000;

/** After this many unreachable partners in a row, the fault is on this side. */
export const UNREACHED_MAX = 3;

export const NOTICE_MS = 8_000;

/** For how long after a conversation two that like each other can meet again. */
export const MEET_AGAIN_MS = 3_600_000;

export const TYPING_PAUSE_MS = 3_000;

/** Longer than TYPING_PAUSE_MS: a partner's "off" may be lost with its socket. */
export const PARTNER_TYPING_MS = 8_000;

/** How long a partner is shown as typing after the end: screen readers announce each beginning. */
export const PARTNER_STOPPED_MS = 1_000;

/** How long a reaction floats over the picture. */
export const REACTION_MS = 3_500;

export const UNANSWERED_MS = 10_000;

export type TimerName =
  | "find" // A delayed search.
  | "next" // The countdown to the next partner.
  | "complaint" // A complaint that was rate-limited.
  | "renew-ice" // The relay credentials are about to expire.
  | "notice" // A notice was shown long enough.
  | "offer" // A pre-generated offer is to be made or replaced.
  | "connect" // A match that does not become a conversation.
  | "typing" // A pause in the own typing.
  | "partner-typing" // The partner's typing.
  | "reactions" // The latest reaction was shown long enough.
  | `unanswered:${string}`; // A chat message without an answer.

/** Timers of the visit, which outlive a phase. */
export const LASTING_TIMERS: ReadonlySet<TimerName> = new Set<TimerName>([
  "complaint",
  "notice",
  "renew-ice",
]);
