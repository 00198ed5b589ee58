/** How long the reason stays in sight before the next search starts by itself. */
export const NEXT_COUNTDOWN_MS = 3_000;

/**
 * A press sooner than this after a match still means the partner before: it is the second half of a double press, or it
 * was on its way when the partner changed.
 */
export const GLANCE_MS = 600;

/** After so many partners in a row without any input, the page asks whether the visitor is still there. */
export const UNATTENDED_MAX = 3;

/** The first second of a conversation belongs to it; then links for the next one are made. */
export const OFFER_AFTER_MS = 1_000;

/** By then both are in, or the server ends the room after 8 s: a home that does not answer is no reason to wait longer. */
export const JOIN_TIMEOUT_MS = 9_000;

/** A partner with whom no link came about by then is given up. */
export const CONNECT_TIMEOUT_MS = 20_000;

/** An interrupted or closed link that did not heal by then is given up; one that restarts gives up by itself before. */
export const HEAL_TIMEOUT_MS = 65_000;

/** After a failure on the server's side, so that many visitors do not ask again in one moment. */
export const FIND_AGAIN_MS = 1_000;

/** The server says within this how the search goes on after a match fell through. */
export const SERVER_SILENT_MS = 1_000;

/** Waits up to this long keep the search screen; a longer one is explained. */
export const SHORT_WAIT_MS = 3_000;

export const BUSY_WAIT_MS = 5_000;

/** Outages are shown as "reconnecting" for so many tries, then as "server unavailable"; the tries go on. */
export const QUIET_ATTEMPTS = 3;

/** After so many partners in a row that could not be reached the fault is on this side. */
export const UNREACHED_MAX = 3;

export const NOTICE_MS = 8_000;

export const TYPING_PAUSE_MS = 3_000;

/** Longer than TYPING_PAUSE_MS: a partner's "off" may be lost with its socket. */
export const PARTNER_TYPING_MS = 8_000;

export const UNANSWERED_MS = 10_000;
