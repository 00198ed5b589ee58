// S1: visitors arrive, meet, part and vanish for a long time; the servers release all they used for them.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { census } from "../support/story.ts";
import { memoryKib, openDescriptors } from "../support/vital-signs.ts";
import type { Cluster, Part } from "./cluster.ts";
import { CROWD_SETTINGS, gather, outcomeOf, type Row, timeUntil } from "./row.ts";
import { queueLength } from "./scene.ts";

/** The memory of recent partners reaches its full size long before the slope is measured. */
const SETTINGS = { ...CROWD_SETTINGS, NEXUS_MATCHING_RECENT_MINUTES: "1" };
const CROWD = 300;
const SHORT_S = 25;
const FULL_MINUTES = 30;
const WARM_UP_SHARE = 1 / 3;
const SAMPLES = 240;
const SLOPE_MIB_PER_HOUR_MAX = 1;
/** A shorter measurement shows no slope, because the kernel gives memory in pages and pools. */
const GROWTH_MIB_MAX = 4;
const RETURNED_WITHIN_MS = 20_000;
/** Connections of the test itself to the nodes. */
const OWN_DESCRIPTORS = 2;
const HOUR_MS = 3_600_000;

type Sample = { readonly at: number; readonly mib: number };

/** The slope of the least-squares line through the samples, for each hour. */
function slopePerHour(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, mib] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.mib))];
  const across = mean(samples.map((one) => (one.at - at) * (one.mib - mib)));
  return (across / mean(samples.map((one) => (one.at - at) ** 2))) * HOUR_MS;
}

async function mibOf(part: Part): Promise<number> {
  return (await memoryKib(part.program.pid)) / 1_024;
}

/** Checks that nothing of departed visitors is left. */
async function kept(cluster: Cluster, parts: readonly Part[], before: readonly number[]) {
  const { online, rooms } = await census(cluster.deployment);
  const tickets = await queueLength(cluster);
  const problems: string[] = [];
  if (online + rooms + tickets > 0) {
    problems.push(`${online} visitors, ${rooms} rooms and ${tickets} tickets are left`);
  }
  for (const [i, { name, program }] of parts.entries()) {
    const more = (await openDescriptors(program.pid)) - (before[i] ?? 0);
    if (more > OWN_DESCRIPTORS) problems.push(`${name} has ${more} descriptors more than before`);
  }
  return problems;
}

export const soak: Row = {
  name: "S1",
  run: async (run) => {
    const minutes = Number(process.env["NEXUS_SOAK_MINUTES"] ?? FULL_MINUTES);
    const [isFull, ms] = [minutes >= FULL_MINUTES, run.isLong ? minutes * 60_000 : SHORT_S * 1_000];
    const cluster = await run.start({ settings: SETTINGS });
    const { parts } = cluster;
    await census(cluster.deployment);
    const before = await Promise.all(parts.map(({ program }) => openDescriptors(program.pid)));
    const crowd = await gather(run, cluster, CROWD);

    await pause(ms * WARM_UP_SHARE);
    run.say(`warmed up, ${run.oracle.matches} matches so far`);
    const samples = parts.map((): Sample[] => []);
    const measured = ms * (1 - WARM_UP_SHARE);
    for (const end = Date.now() + measured; Date.now() < end; await pause(measured / SAMPLES)) {
      const sizes = await Promise.all(parts.map(mibOf));
      for (const [i, mib] of sizes.entries()) samples[i]?.push({ at: Date.now(), mib });
    }
    const problems: string[] = [];
    for (const [i, { name, kind }] of parts.entries()) {
      const own = samples[i] ?? [];
      const [first, last] = [own[0]?.mib ?? 0, own.at(-1)?.mib ?? 0];
      const slope = slopePerHour(own);
      run.say(`${name}: ${first.toFixed(1)} to ${last.toFixed(1)} MiB, ${slope.toFixed(1)} MiB/h`);
      // The memory of Redis is its own affair; the tickets left in it are counted below.
      if (kind === "redis") continue;
      const isGood =
        run.isLong && isFull ? slope <= SLOPE_MIB_PER_HOUR_MAX : last - first <= GROWTH_MIB_MAX;
      if (!isGood) problems.push(`${name} grows from ${first} to ${last} MiB, ${slope} MiB/h`);
    }
    await Promise.all(crowd.map((one) => one.leaveForGood()));
    const returned = await timeUntil(Date.now(), RETURNED_WITHIN_MS, () =>
      kept(cluster, parts, before),
    );
    return outcomeOf(run, `churn for ${Math.round(ms / 1_000)} s`, crowd.length, {
      recoveryMs: returned.ms,
      problems: [...problems, ...returned.problems],
    });
  },
};
