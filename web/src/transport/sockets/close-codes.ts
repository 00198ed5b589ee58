import { CLOSE_CODES, type CloseName } from "@/protocol/messages";

/** Codes outside the table come from browsers and proxies (1006, 1012 ...): an outage, so worth another try. */
export function mayReconnect(code: number): boolean {
  const known = CLOSE_CODES[code];
  if (known) return known.reconnect;
  return code < 4500 || code > 4999;
}

export function closeName(code: number): CloseName | "unknown" {
  return CLOSE_CODES[code]?.name ?? "unknown";
}
