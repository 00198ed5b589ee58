import { recall, remember } from "./storage";

/** Raise it when the terms change in substance: then every visitor is asked again. */
export const TERMS_VERSION = "2";

const KEY = "nexus.consent";

/** Each lane has a consent of its own. The general lane shares that of a site without lanes. */
function keyOf(lane: string | null): string {
  return lane === null || lane === "general" ? KEY : `${KEY}.${lane}`;
}

/** Whether this visitor has accepted the current terms of a lane. */
export function hasConsented(lane: string | null = null): boolean {
  return recall(() => localStorage, keyOf(lane)) === TERMS_VERSION;
}

/** If storage is forbidden, the next visit asks again. */
export function rememberConsent(lane: string | null = null): void {
  remember(() => localStorage, keyOf(lane), TERMS_VERSION);
}
