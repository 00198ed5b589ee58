export interface BackoffRule {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

export const RECONNECT: BackoffRule = { firstMs: 500, factor: 2, maxMs: 15_000 };

/**
 * How long to wait before try number `attempt` (from 1). Half of it is fixed and half is chance, so that the visitors
 * of a node that went away do not come back in one moment.
 */
export function backoffMs(rule: BackoffRule, attempt: number, random: () => number): number {
  const full = Math.min(rule.maxMs, rule.firstMs * rule.factor ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
