// F8: the wall clocks of nodes and of Redis leap by an hour, while many visitors wait and many talk.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { unplaced } from "../support/crowd.ts";
import { census } from "../support/story.ts";
import type { Cluster } from "./cluster.ts";
import { outcomeOf, type Row, type Run } from "./row.ts";
import {
  bringTogether,
  lostSeats,
  notWaiting,
  SCENE_SETTINGS,
  type Scene,
  setScene,
} from "./scene.ts";
import { meetThoughApart, refusedAndBack } from "./skew.ts";
import { WallClocks } from "./wall-clocks.ts";

const HOUR_S = 3_600;
/** Long enough for a renewal, every 5 s, and a sweep to run with the new time. */
const SHORT_WATCH_MS = 6_000;
/** Longer than any lease. */
const LONG_WATCH_MS = 16_000;
const WATCH_EVERY_MS = 100;

const MATCHING = "matching-0";
const OTHER_MATCHING = "matching-1";
const SIGNALLING = "signalling-0";
const REDIS = "redis";

const now = (): number => Date.now() / 1_000;

type Leap = ReadonlyMap<string, number>;

/** Each clock leaps from right to wrong and back, first ahead and then behind. */
function leapsOf(run: Run): Leap[] {
  const to = (seconds: number, ...names: readonly string[]): Leap =>
    new Map(names.map((name) => [name, seconds]));
  const alone = [MATCHING, SIGNALLING, REDIS];
  if (run.isLong) {
    return alone.flatMap((name) => [HOUR_S, 0, -HOUR_S, 0].map((seconds) => to(seconds, name)));
  }
  const together = (seconds: number): Leap =>
    new Map([...to(seconds, MATCHING, REDIS), ...to(-seconds, SIGNALLING)]);
  return [together(HOUR_S), together(0), together(-HOUR_S), together(0)];
}

/** Checks that no visitor stops waiting or loses its socket, not even briefly, and that no room ends. */
async function watch(scene: Scene, ms: number): Promise<string[]> {
  const { cluster, waiters, sitters } = scene;
  const everybody = waiters.length + sitters.length;
  const problems = new Set<string>();
  for (const end = Date.now() + ms; Date.now() < end; await pause(WATCH_EVERY_MS)) {
    for (const problem of unplaced([...waiters, ...sitters])) problems.add(problem);
    const { online } = await census(cluster.deployment);
    if (online !== everybody) problems.add(`${online} of ${everybody} are online`);
  }
  for (const problem of await notWaiting(scene)) problems.add(problem);
  for (const problem of await lostSeats(scene)) problems.add(problem);
  return [...problems];
}

/** Asks that part: Redis has a command for the time, and nodes date their replies. */
async function secondsAhead(cluster: Cluster, name: string): Promise<number> {
  if (name === REDIS) return Number(((await cluster.redis("TIME")) as string[])[0]) - now();
  const reply = await fetch(`http://127.0.0.1:${cluster.part(name).port}/readyz`);
  return Date.parse(reply.headers.get("date") ?? "") / 1_000 - now();
}

async function leap(scene: Scene, clocks: WallClocks, to: Leap, ms: number): Promise<string[]> {
  const what = [...to].map(([name, seconds]) => `${name} ${seconds / HOUR_S} h`).join(", ");
  for (const [name, seconds] of to) {
    await clocks.set(name, seconds);
    const ahead = await secondsAhead(scene.cluster, name);
    if (!(Math.abs(ahead - seconds) < 5)) throw new Error(`${name} is ${ahead} s ahead`);
  }
  const problems = await watch(scene, ms);
  scene.run.say(`clocks ahead: ${what}: ${problems.length} problems`);
  return problems.map((problem) => `${what}: ${problem}`);
}

export const leaps: Row = {
  name: "F8",
  run: async (run) => {
    const count = run.isLong ? 500 : 100;
    const clocks = await WallClocks.make([MATCHING, OTHER_MATCHING, SIGNALLING, REDIS]);
    run.onEnd(() => clocks.remove());
    const cluster = await run.start({
      settings: SCENE_SETTINGS,
      settingsOf: (name) => clocks.settingsOf(name),
    });
    const scene = await setScene(run, cluster, count);
    const problems: string[] = [];
    for (const to of leapsOf(run)) {
      problems.push(
        ...(await leap(scene, clocks, to, run.isLong ? LONG_WATCH_MS : SHORT_WATCH_MS)),
      );
    }
    const met = await bringTogether(scene);
    problems.push(...met.problems);

    problems.push(...(await meetThoughApart(run, cluster, clocks, MATCHING)));
    const refused = await Promise.allSettled([
      refusedAndBack(run, cluster, clocks, { part: MATCHING, node: 0, seconds: -HOUR_S }),
      refusedAndBack(run, cluster, clocks, { part: OTHER_MATCHING, node: 1, seconds: HOUR_S }),
    ]);
    for (const outcome of refused) {
      if (outcome.status === "rejected") problems.push(`refused: ${String(outcome.reason)}`);
    }
    const injected = `${leapsOf(run).length} leaps of 1 h, skew of 25 s and of 1 h`;
    return outcomeOf(run, injected, 4 * count, { recoveryMs: met.ms, problems });
  },
};
