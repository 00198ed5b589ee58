import { recall, remember } from "./storage";

/** Raised whenever the terms change in substance: everybody is asked again. */
export const TERMS_VERSION = "1";

const KEY = "nexus.consent";

/** Whether this visitor has accepted the terms as they are now. */
export function hasConsented(): boolean {
  return recall(() => localStorage, KEY) === TERMS_VERSION;
}

/** Where storage is forbidden this holds for nothing but the present page: the next visit asks again. */
export function rememberConsent(): void {
  remember(() => localStorage, KEY, TERMS_VERSION);
}
