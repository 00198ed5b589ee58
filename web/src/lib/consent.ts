import { recall, remember } from "./storage";

/** Raised whenever the terms change in substance: everybody is asked again. */
export const TERMS_VERSION = "1";

const KEY = "nexus.consent";

/** Each lane asks for a consent of its own; the general one is that of a site without lanes. */
function keyOf(lane: string | null): string {
  return lane === null || lane === "general" ? KEY : `${KEY}.${lane}`;
}

/** Whether this visitor has accepted the terms of a lane as they are now. */
export function hasConsented(lane: string | null = null): boolean {
  return recall(() => localStorage, keyOf(lane)) === TERMS_VERSION;
}

/** Where storage is forbidden this holds for nothing but the present page: the next visit asks again. */
export function rememberConsent(lane: string | null = null): void {
  remember(() => localStorage, keyOf(lane), TERMS_VERSION);
}
