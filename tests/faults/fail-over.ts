// F4: the primary is cut off from its replicas and from the Sentinels, but not from the nodes. The Sentinels
// replace it, and for a moment two servers take writes. Then it returns and loses the writes it took.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import type { Part } from "./cluster.ts";
import {
  CROWD_SETTINGS,
  comeToRest,
  GOOD_MANNERS_MS,
  gather,
  outcomeOf,
  type Row,
  type Run,
  type TimedProblems,
  timeUntil,
} from "./row.ts";
import { SERVERS, type Sentinels, startSentinels } from "./sentinels.ts";

const WARM_UP_MS = 3_000;
const CUT_OFF_MS = 8_000;
const RESUMES_WITHIN_MS = 10_000;
const DEMOTED_WITHIN_MS = 15_000;
const GUARD = ["--min-replicas-to-write", "1", "--min-replicas-max-lag", "2"];

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Returns a function that ends the watch and returns the longest time without a new match. */
function watchMatches(run: Run): () => number {
  let longest = 0;
  let [matches, since] = [run.oracle.matches, Date.now()];
  const timer = setInterval(() => {
    longest = Math.max(longest, Date.now() - since);
    if (run.oracle.matches > matches) [matches, since] = [run.oracle.matches, Date.now()];
  }, 20);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

async function replication(group: Sentinels, port: number, field: string): Promise<number> {
  const info = `${await group.askServer(port, "INFO", "replication")}`;
  return Number(new RegExp(`^${field}:(-?\\d+)`, "m").exec(info)?.[1]);
}

/** The writes of the old primary that the new one never received. */
async function lostBytes(group: Sentinels, old: number, next: number): Promise<number> {
  const [taken, parted] = await Promise.all([
    replication(group, old, "master_repl_offset"),
    replication(group, next, "second_repl_offset"),
  ]);
  return Math.max(0, taken - parted + 1);
}

/** The nodes that still send their commands to another server than `address`. */
function elsewhere(nodes: readonly Part[], address: string): string[] {
  return nodes
    .filter((node) => {
      const places = [...node.log.matchAll(/connection=commands server=(\S+)/g)];
      return places.at(-1)?.[1] !== address;
    })
    .map((node) => `${node.name} sends its commands to another server`);
}

/** Waits until a new primary takes the commands of every node and a match follows. */
async function resumption(
  run: Run,
  group: Sentinels,
  nodes: readonly Part[],
): Promise<TimedProblems> {
  const began = Date.now();
  const [old] = SERVERS;
  let next: number = old;
  const chosen = await timeUntil(began, RESUMES_WITHIN_MS, async () => {
    next = await group.primary();
    return next === old ? ["the Sentinels choose no other primary"] : [];
  });
  const moved = await timeUntil(began, RESUMES_WITHIN_MS, () =>
    elsewhere(nodes, group.addressOf(next)),
  );
  const before = run.oracle.matches;
  const met = await timeUntil(began, RESUMES_WITHIN_MS, () =>
    run.oracle.matches > before ? [] : ["no match after the fail-over"],
  );
  run.say(
    `new primary after ${seconds(chosen.ms)}, all nodes connected to it after ${seconds(moved.ms)}, ` +
      `the next match after ${seconds(met.ms)}`,
  );
  return { ms: met.ms, problems: [...chosen.problems, ...moved.problems, ...met.problems] };
}

async function stillPrimary(group: Sentinels, port: number): Promise<string[]> {
  // A server that becomes a replica closes all its connections.
  const role = await group.askServer(port, "ROLE").catch((error: unknown) => [String(error)]);
  const [what] = role as readonly string[];
  return what === "slave" ? [] : [`the old primary is not a replica: ${what}`];
}

async function trial(
  run: Run,
  name: string,
  count: number,
  extra: readonly string[],
): Promise<TimedProblems> {
  const started: Sentinels[] = [];
  const cluster = await run.start({
    settings: CROWD_SETTINGS,
    store: async (directory) => {
      const group = await startSentinels(directory, extra);
      started.push(group);
      return group;
    },
  });
  const [group] = started;
  if (!group) throw new Error("there are no Sentinels");
  const [old] = SERVERS;
  const nodes = cluster.parts.filter((part) => part.kind !== "redis");
  const crowd = await gather(run, cluster, count, () => ({}), name);
  await pause(WARM_UP_MS);

  await group.cutOff(old);
  const cutAt = Date.now();
  run.say(`${name}: the primary is cut off, ${run.oracle.matches} matches so far`);
  const longestGap = watchMatches(run);
  const resumed = await resumption(run, group, nodes);
  await pause(Math.max(0, cutAt + CUT_OFF_MS - GOOD_MANNERS_MS - Date.now()));
  const gap = longestGap();
  // A visitor that is matched and does not join is also a fault, which lasts for the hand-off deadline.
  for (const one of crowd) one.settle();
  await pause(GOOD_MANNERS_MS);
  const lost = await lostBytes(group, old, await group.primary());
  await group.heal();
  const healedAt = Date.now();
  run.say(
    `${name}: healed after ${seconds(healedAt - cutAt)}, ${run.oracle.matches} matches so far, ` +
      `${seconds(gap)} without one at most, ${lost} bytes of writes lost`,
  );
  const end = await comeToRest(run, cluster, crowd, healedAt);
  const demoted = await timeUntil(healedAt, DEMOTED_WITHIN_MS, () => stillPrimary(group, old));
  await Promise.all(crowd.map((one) => one.leaveForGood()));
  const problems = [...resumed.problems, ...end.problems, ...demoted.problems];
  return {
    ms: Math.max(resumed.ms, end.recoveryMs),
    problems: problems.map((what) => `${name}: ${what}`),
  };
}

export const failOver: Row = {
  name: "F4",
  inNetwork: true,
  run: async (run) => {
    const count = run.isLong ? 2_000 : 300;
    const trials = [await trial(run, "unguarded", count, [])];
    // With this guard an isolated primary soon refuses writes.
    if (run.isLong) trials.push(await trial(run, "guarded", count, GUARD));
    const injected = run.isLong ? "2 x primary cut off for 8 s" : "primary cut off for 8 s";
    return outcomeOf(run, injected, trials.length * count, {
      recoveryMs: Math.max(...trials.map(({ ms }) => ms)),
      problems: trials.flatMap(({ problems }) => problems),
    });
  },
};
