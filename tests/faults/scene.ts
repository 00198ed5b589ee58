// Many visitors wait, each for its own partner, and many talk: a fault of the store or of the clock
// must leave this scene as it was.
// SPDX-License-Identifier: MIT
import { unplaced } from "../support/crowd.ts";
import { census } from "../support/story.ts";
import type { Wanderer } from "../support/wanderer.ts";
import type { Cluster } from "./cluster.ts";
import { gather, l1Within, type Run, type TimedProblems, timeUntil } from "./row.ts";

/** A visitor with an interest waits for the partner who shares it, however long. */
export const SCENE_SETTINGS = { NEXUS_MATCHING_INTERESTS_PATIENCE_S: "3600" };
const KEYS = "nexus:{main}:";
const GATHER_MS = 20_000;
const TALK_MS = 5_000;

export type Scene = {
  readonly run: Run;
  readonly cluster: Cluster;
  readonly waiters: readonly Wanderer[];
  readonly sitters: readonly Wanderer[];
  readonly rooms: ReadonlyMap<Wanderer, string | undefined>;
};

/** Tickets in the store's queue, without those that are proposed a room. */
export async function queueLength(cluster: Cluster): Promise<number> {
  const [known, proposed] = await Promise.all([
    cluster.redis("ZCARD", `${KEYS}leases`),
    cluster.redis("HLEN", `${KEYS}proposed`),
  ]);
  return Number(known) - Number(proposed);
}

/** Counts by the visitors' own state and by the store. */
export async function notWaiting({ cluster, waiters }: Scene): Promise<string[]> {
  const queued = await queueLength(cluster).catch(() => 0);
  const problems = unplaced(waiters);
  if (queued !== waiters.length) problems.push(`the store queues ${queued} of ${waiters.length}`);
  return problems;
}

/** Checks that all members keep their seats, that the nodes agree, and that each message reaches the partner. */
export async function lostSeats(scene: Scene): Promise<string[]> {
  const { cluster, sitters } = scene;
  const problems = await undelivered(scene);
  const open = (await census(cluster.deployment)).rooms;
  if (open !== sitters.length / 2) problems.push(`${open} rooms are open`);
  return problems;
}

/** Members that lost their seat or whose message does not arrive; asks no node, which may be out of descriptors. */
export async function undelivered({ run, sitters, rooms }: Scene): Promise<string[]> {
  const problems = sitters
    .filter((one) => one.whereabouts !== "together" || one.room !== rooms.get(one))
    .map((one) => `${one.name} is ${one.whereabouts} in ${one.room}, not in ${rooms.get(one)}`);
  const before = run.oracle.chats;
  for (const one of sitters) one.speak();
  const talk = await timeUntil(Date.now(), TALK_MS, () => {
    const received = run.oracle.chats - before;
    return received === sitters.length ? [] : [`${received} of ${sitters.length} messages arrived`];
  });
  return [...problems, ...talk.problems];
}

function come(
  run: Run,
  cluster: Cluster,
  name: string,
  many: number,
  interestOf: (index: number) => string,
): Promise<Wanderer[]> {
  return gather(
    run,
    cluster,
    many,
    (i) => ({ isCalm: true, wishes: { mode: "text", interests: [interestOf(i)] } }),
    name,
  );
}

const wishOf = (index: number): string => `wish ${index}`;

/** Starts `count` waiting visitors and twice as many who talk. */
export async function setScene(run: Run, cluster: Cluster, count: number): Promise<Scene> {
  const sitters = await come(
    run,
    cluster,
    "sitter",
    2 * count,
    (i) => `topic ${Math.floor(i / 2)}`,
  );
  const waiters = await come(run, cluster, "waiter", count, wishOf);
  const seated = await timeUntil(Date.now(), GATHER_MS, () =>
    sitters.filter((one) => one.whereabouts !== "together").map((one) => one.name),
  );
  const rooms = new Map(sitters.map((one) => [one, one.room]));
  const scene: Scene = { run, cluster, waiters, sitters, rooms };
  const ready = await timeUntil(Date.now(), GATHER_MS, () => notWaiting(scene));
  const first = [...seated.problems, ...ready.problems];
  if (first.length > 0) throw new Error(`the scene is not set: ${first.slice(0, 3).join("; ")}`);
  run.say(`${count} wait, ${count} rooms`);
  return scene;
}

/** The final check: for each waiting visitor arrives the partner that it waits for. */
export async function bringTogether({ run, cluster, waiters }: Scene): Promise<TimedProblems> {
  const finders = await come(run, cluster, "finder", waiters.length, wishOf);
  return timeUntil(Date.now(), l1Within(run), () =>
    [...waiters, ...finders]
      .filter((one) => one.whereabouts !== "together")
      .map((one) => `${one.name} is ${one.whereabouts}, not with the one it waited for`),
  );
}
