export interface BackoffRule {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

export const RECONNECT: BackoffRule = { firstMs: 500, factor: 2, maxMs: 15_000 };

/**
 * The wait before attempt number `attempt` (from 1). Half of it is fixed and half is random, so
 * that the visitors of a lost node do not all reconnect at once.
 */
export function backoffMs(rule: BackoffRule, attempt: number, random: () => number): number {
  const full = Math.min(rule.maxMs, rule.firstMs * rule.factor ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
