// F3: Redis goes, forgets, pauses and stands still, while many wait and many talk.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { unplaced } from "../support/crowd.ts";
import { census } from "../support/story.ts";
import type { Wanderer } from "../support/wanderer.ts";
import type { Cluster } from "./cluster.ts";
import { gather, l1Within, outcomeOf, type Row, type Run, timeUntil } from "./row.ts";

/** Whoever has a wish of its own waits for the one who shares it. */
const SETTINGS = { NEXUS_MATCHING_INTERESTS_PATIENCE_S: "3600" };
const KEYS = "nexus:{main}:";
const PAUSE_MS = 5_000;
const STILL_MS = 10_000;
const GATHER_MS = 20_000;
const TALK_MS = 5_000;

type Scene = {
  readonly run: Run;
  readonly cluster: Cluster;
  readonly waiters: readonly Wanderer[];
  readonly sitters: readonly Wanderer[];
  readonly rooms: ReadonlyMap<Wanderer, string | undefined>;
};

/** Tickets that the store has in its queue, besides those that are proposed a room. */
async function queueLength(cluster: Cluster): Promise<number> {
  const [known, proposed] = await Promise.all([
    cluster.redis("ZCARD", `${KEYS}leases`),
    cluster.redis("HLEN", `${KEYS}proposed`),
  ]);
  return Number(known) - Number(proposed);
}

/** By the visitors' word and by the store's. */
async function notWaiting({ cluster, waiters }: Scene): Promise<string[]> {
  const queued = await queueLength(cluster).catch(() => 0);
  const problems = unplaced(waiters);
  if (queued !== waiters.length) problems.push(`the store queues ${queued} of ${waiters.length}`);
  return problems;
}

/** All still sit where they sat, the nodes agree, and everybody is heard by the other. */
async function dropped({ run, cluster, sitters, rooms }: Scene): Promise<string[]> {
  const problems = sitters
    .filter((one) => one.whereabouts !== "together" || one.room !== rooms.get(one))
    .map((one) => `${one.name} is ${one.whereabouts} in ${one.room}, not in ${rooms.get(one)}`);
  const open = (await census(cluster.deployment)).rooms;
  if (open !== sitters.length / 2) problems.push(`${open} rooms are open`);
  const before = run.oracle.chats;
  for (const one of sitters) one.speak();
  const talk = await timeUntil(Date.now(), TALK_MS, () => {
    const heard = run.oracle.chats - before;
    return heard === sitters.length ? [] : [`${heard} of ${sitters.length} were heard`];
  });
  return [...problems, ...talk.problems];
}

async function strike(scene: Scene, what: string, fault: () => Promise<unknown>) {
  const { run } = scene;
  await fault();
  const ended = Date.now();
  const back = await timeUntil(ended, l1Within(run), () => notWaiting(scene));
  const lost = await dropped(scene);
  run.say(`${what}: all queued again after ${(back.ms / 1_000).toFixed(1)} s`);
  return { ms: back.ms, problems: [...back.problems, ...lost].map((one) => `${what}: ${one}`) };
}

export const redis: Row = {
  name: "F3",
  run: async (run) => {
    const count = run.isLong ? 500 : 200;
    const cluster = await run.start({ settings: SETTINGS });
    const come = (name: string, many: number, interestOf: (index: number) => string) =>
      gather(
        run,
        cluster,
        many,
        (i) => ({ isCalm: true, wishes: { mode: "text", interests: [interestOf(i)] } }),
        name,
      );
    const sitters = await come("sitter", 2 * count, (i) => `topic ${Math.floor(i / 2)}`);
    const waiters = await come("waiter", count, (i) => `wish ${i}`);
    const seated = await timeUntil(Date.now(), GATHER_MS, () =>
      sitters.filter((one) => one.whereabouts !== "together").map((one) => one.name),
    );
    const rooms = new Map(sitters.map((one) => [one, one.room]));
    const scene: Scene = { run, cluster, waiters, sitters, rooms };
    const ready = await timeUntil(Date.now(), GATHER_MS, () => notWaiting(scene));
    const first = [...seated.problems, ...ready.problems];
    if (first.length > 0) throw new Error(`no scene: ${first.slice(0, 3).join("; ")}`);
    run.say(`${count} wait, ${count} rooms`);

    const part = cluster.part("redis");
    const strikes = [
      await strike(scene, "restart", async () => {
        await part.kill();
        await pause(1_000);
        await part.start();
      }),
      await strike(scene, "FLUSHALL", () => cluster.redis("FLUSHALL")),
      await strike(scene, "CLIENT PAUSE 5 s", async () => {
        await cluster.redis("CLIENT", "PAUSE", `${PAUSE_MS}`, "ALL");
        await pause(PAUSE_MS);
      }),
      await strike(scene, "SIGSTOP 10 s", async () => {
        part.program.signal("SIGSTOP");
        await pause(STILL_MS);
        part.program.signal("SIGCONT");
      }),
    ];
    // The proof of the pudding: for each who waits comes the one who was waited for.
    const finders = await come("finder", count, (i) => `wish ${i}`);
    const met = await timeUntil(Date.now(), l1Within(run), () =>
      [...waiters, ...finders]
        .filter((one) => one.whereabouts !== "together")
        .map((one) => `${one.name} is ${one.whereabouts}, not with the one it waited for`),
    );
    return outcomeOf(run, "restart, FLUSHALL, PAUSE, SIGSTOP", 4 * count, {
      recoveryMs: Math.max(...strikes.map(({ ms }) => ms)),
      problems: [...strikes.flatMap(({ problems }) => problems), ...met.problems],
    });
  },
};
