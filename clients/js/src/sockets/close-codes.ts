import { CLOSE_CODES, type CloseName } from "../protocol.ts";

/**
 * Unknown codes come from browsers and proxies (1006, 1012 ...). They mean an outage, so the client
 * reconnects.
 */
export function mayReconnect(code: number): boolean {
  const known = CLOSE_CODES[code];
  if (known) return known.reconnect;
  return code < 4500 || code > 4999;
}

/** Why a socket was closed; `unknown` for a code that the protocol does not define. */
export type ClosedWhy = CloseName | "unknown";

export function closeName(code: number): ClosedWhy {
  return CLOSE_CODES[code]?.name ?? "unknown";
}
