// What a row of the fault table is, and what it reports.
// SPDX-License-Identifier: MIT
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { addressOf, unplaced, unsettled } from "../support/crowd.ts";
import { NO_MESSAGE_LIMITS } from "../support/deployment.ts";
import { Oracle } from "../support/oracle.ts";
import { SeededRandom } from "../support/random.ts";
import { census } from "../support/story.ts";
import { type Habits, Wanderer } from "../support/wanderer.ts";
import { type Cluster, type ClusterOptions, startCluster } from "./cluster.ts";

export type Outcome = {
  readonly injected: string;
  readonly visitors: number;
  readonly matches: number;
  readonly violations: readonly string[];
  /** Milliseconds from the end of the last fault, worst case; absent where nothing has to recover. */
  readonly recoveryMs?: number;
  /** All other failed checks. */
  readonly problems: readonly string[];
};

export type Run = {
  readonly isLong: boolean;
  readonly random: SeededRandom;
  readonly oracle: Oracle;
  readonly say: (what: string) => void;
  /** A cluster that is removed after the row; its logs are kept if the row fails. */
  readonly start: (options?: ClusterOptions) => Promise<Cluster>;
  readonly onEnd: (action: () => Promise<unknown>) => void;
};

export type Row = {
  readonly name: string;
  /** Its servers run in a private network (network.ts). */
  readonly inNetwork?: true;
  readonly run: (run: Run) => Promise<Outcome>;
};

export type Report = Outcome & { readonly name: string; readonly seconds: number };

export function isGood({ violations, problems }: Outcome): boolean {
  return violations.length === 0 && problems.length === 0;
}

/** Possible reasons for a missed bar: visitors that are late themselves, a busy machine. */
function conditions(delay: IntervalHistogram): string {
  const ms = (nanoseconds: number): string => `${Math.round(nanoseconds / 1e6)} ms`;
  return (
    `visitors' event loop late by ${ms(delay.percentile(99))} (p99), ${ms(delay.max)} (most); ` +
    `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`
  );
}

export async function runRow(
  row: Row,
  seed: number,
  isLong: boolean,
  logs: string,
): Promise<Report> {
  const began = Date.now();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const seconds = (): number => (Date.now() - began) / 1_000;
  const endings: (() => Promise<unknown>)[] = [];
  const clusters: Cluster[] = [];
  const run: Run = {
    isLong,
    random: new SeededRandom(seed),
    oracle: new Oracle(),
    say: (what) => console.log(`${row.name}  ${seconds().toFixed(1).padStart(6)} s  ${what}`),
    start: async (options) => {
      const cluster = await startCluster(options);
      clusters.push(cluster);
      return cluster;
    },
    onEnd: (action) => void endings.push(action),
  };
  let outcome: Outcome;
  try {
    outcome = await row.run(run);
  } catch (error) {
    const { matches, violations } = run.oracle;
    const problems = [String(error instanceof Error ? error.stack : error)];
    outcome = { injected: "broken off", visitors: 0, matches, violations, problems };
  }
  run.say(conditions(delay));
  for (const end of endings.reverse()) await end().catch((why: unknown) => run.say(String(why)));
  await Promise.all(clusters.map((cluster) => cluster.stop()));
  if (!isGood(outcome)) {
    await mkdir(logs, { recursive: true });
    await Promise.all(clusters.map((cluster) => cluster.saveLogs(logs)));
    const all = [...outcome.violations, ...outcome.problems];
    await writeFile(join(logs, "all.txt"), `${all.join("\n")}\n`);
  }
  return { ...outcome, name: row.name, seconds: seconds() };
}

/** L1: the time for a crowd to recover after the last fault. */
const L1_MS = 10_000;
/** The short form runs beside the other tests, whatever load the machine has: it shows that a state is reached. */
const SHORT_FACTOR = 4;

/** The time limit of the long form, which has the machine to itself; much more in the short form. */
export function within(run: Run, barMs: number): number {
  return run.isLong ? barMs : barMs * SHORT_FACTOR;
}

export function l1Within(run: Run): number {
  return within(run, L1_MS);
}

/** How long before the last fault a crowd stops misbehaving, so that pending promises are kept. */
export const GOOD_MANNERS_MS = 600;

/** L2 and L3: no two compatible visitors wait, and no room has only one member. */
const REST_MS = 15_000;
const POLL_MS = 50;

/**
 * A preference for new partners must not delay the end, when crowds are small. A paused node receives
 * all at once what visitors sent at a normal rate.
 */
export const CROWD_SETTINGS = { ...NO_MESSAGE_LIMITS, NEXUS_MATCHING_RECENT_PATIENCE_S: "3" };

export async function gather(
  run: Run,
  cluster: Cluster,
  count: number,
  habitsOf: (index: number) => Habits = () => ({}),
  name = "v",
): Promise<Wanderer[]> {
  const crowd = Array.from({ length: count }, (_, i) => {
    const own = new SeededRandom(run.random.whole(0, 2 ** 31));
    const habits = { isHardy: true, ...habitsOf(i) };
    return new Wanderer(`${name}${i}`, cluster.deployment, run.oracle, own, addressOf(i), habits);
  });
  run.onEnd(() => Promise.all(crowd.map((one) => one.leaveForGood())));
  const spread = count * 2;
  await Promise.all(
    crowd.map(async (one) => {
      await pause(one.random.between(0, spread));
      await one.come();
    }),
  );
  return crowd;
}

export type TimedProblems = { readonly ms: number; readonly problems: readonly string[] };

/** Milliseconds from `since` until no problems are left, or the problems that remain. */
export async function timeUntil(
  since: number,
  withinMs: number,
  problemsNow: () => Promise<readonly string[]> | readonly string[],
): Promise<TimedProblems> {
  for (;;) {
    const problems = await problemsNow();
    const ms = Date.now() - since;
    if (problems.length === 0 || ms > withinMs) return { ms, problems };
    await pause(POLL_MS);
  }
}

/** The crowd stops misbehaving and must come to rest. */
export async function comeToRest(
  run: Run,
  cluster: Cluster,
  crowd: readonly Wanderer[],
  faultsEnded: number,
): Promise<{ readonly recoveryMs: number; readonly problems: string[] }> {
  for (const one of crowd) one.settle();
  const placed = await timeUntil(faultsEnded, l1Within(run), () => unplaced(crowd));
  run.say(`L1 after ${(placed.ms / 1_000).toFixed(1)} s`);
  const rest = await timeUntil(Date.now(), REST_MS, () => unsettled(crowd));
  const problems = [
    ...placed.problems.map((what) => `L1: ${what}`),
    ...rest.problems.map((what) => `L2, L3: ${what}`),
  ];
  const counted = await timeUntil(Date.now(), REST_MS, async () => {
    const seen = await census(cluster.deployment);
    // Two who were at rest in the queue may have been matched since.
    const rooms = crowd.filter((one) => one.whereabouts === "together").length / 2;
    const isRight = seen.rooms === rooms && seen.online === crowd.length;
    return isRight ? [] : [`the nodes know of ${seen.online} visitors and ${seen.rooms} rooms`];
  });
  problems.push(...counted.problems);
  return { recoveryMs: placed.ms, problems };
}

export function outcomeOf(
  run: Run,
  injected: string,
  visitors: number,
  end: { readonly recoveryMs?: number; readonly problems: readonly string[] },
): Outcome {
  const { matches, violations, uprooted } = run.oracle;
  if (uprooted > 0) run.say(`${uprooted} were redirected from one room to another`);
  return { injected, visitors, matches, violations, ...end };
}
