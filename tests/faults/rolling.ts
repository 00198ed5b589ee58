// F7: every node is replaced, one after the other, while visitors talk and wait.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { untilHomesAreKnown } from "../support/deployment.ts";
import { BEHIND_A_PROXY, roomPath, startNginx } from "../support/nginx.ts";
import { type Page, pagesOf } from "../support/page.ts";
import { freePort } from "../support/ports.ts";
import type { Cluster, Part } from "./cluster.ts";
import { CROWD_SETTINGS, outcomeOf, type Row, type Run, timeUntil } from "./row.ts";
import { SCENE_SETTINGS } from "./scene.ts";

/** Visitors who wait for one finder. The finder's wishes match each of them, so its partner shows the queue's order. */
const GROUP = 8;
const GATHER_MS = 30_000;
const BACK_WITHIN_MS = 15_000;
const SPEAK_EVERY_MS = 4_000;
const HEARD_WITHIN_MS = 10_000;
const NODES = 3;

type Pair = readonly [Page, Page];
type Order = {
  readonly wishes: readonly string[];
  readonly waiters: readonly Page[];
};

const isQueued = (page: Page): boolean => {
  const { phase, match } = page.session();
  return phase.at === "searching" && phase.waiting !== null && match === "open";
};

async function all(what: string, withinMs: number, problems: () => string[]): Promise<void> {
  const left = await timeUntil(Date.now(), withinMs, problems);
  if (left.problems.length > 0) {
    throw new Error(
      `${what}: ${left.problems.length} are not: ${left.problems.slice(0, 3).join("; ")}`,
    );
  }
}

const without = (pages: readonly Page[], holds: (page: Page) => boolean): string[] =>
  pages.filter((page) => !holds(page)).map((page) => `${page.name} is ${page.session().phase.at}`);

/** Two visitors with the same topic match each other. */
async function seat(make: (name: string) => Page, rooms: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < rooms; ++i) {
    const pair: Pair = [make(`talker ${2 * i}`), make(`talker ${2 * i + 1}`)];
    for (const page of pair) page.start([`topic ${i}`]);
    pairs.push(pair);
    if (i % 20 === 19) await pause(50);
  }
  const talkers = pairs.flat();
  await all("all talk", GATHER_MS, () => without(talkers, (page) => page.room() !== undefined));
  return pairs;
}

/** One after the other within a group, so that each has a known place. */
async function queue(make: (name: string) => Page, waiting: number): Promise<Order[]> {
  const orders = Array.from({ length: Math.ceil(waiting / GROUP) }, (_, group) => {
    const size = Math.min(GROUP, waiting - group * GROUP);
    const wishes = Array.from({ length: size }, (_unused, i) => `wish ${group} ${i}`);
    return { wishes, waiters: wishes.map((wish) => make(`who has ${wish}`)) };
  });
  for (let i = 0; i < GROUP; ++i) {
    const next = orders.flatMap(({ wishes, waiters }) => {
      const [page, wish] = [waiters[i], wishes[i]];
      if (!page || !wish) return [];
      page.start([wish]);
      return [page];
    });
    await all("all wait", GATHER_MS, () => without(next, isQueued));
  }
  return orders;
}

async function replace(run: Run, cluster: Cluster, node: Part): Promise<void> {
  const began = Date.now();
  await node.stop(); // SIGTERM
  const stopped = Date.now();
  await node.start();
  const matchers = cluster.deployment.nodes.filter((one) => one.match);
  await Promise.all(matchers.map((one) => untilHomesAreKnown(one, NODES)));
  run.say(`${node.name} drained in ${stopped - began} ms, back ${Date.now() - stopped} ms later`);
}

/** Checks that each line reaches the partner once and in order. */
function undelivered(pairs: readonly Pair[]): string[] {
  const delivered = (page: Page): string =>
    page
      .lines()
      .filter((line) => line.mine && line.mark === "delivered")
      .map((line) => line.text)
      .join();
  const received = (page: Page): string =>
    page
      .lines()
      .filter((line) => !line.mine)
      .map((line) => line.text)
      .join();
  const all = (page: Page): string =>
    page
      .lines()
      .filter((line) => line.mine)
      .map((line) => line.text)
      .join();
  const problems = (from: Page, at: Page): string[] => {
    if (all(from) !== delivered(from))
      return [`${from.name} sent ${all(from)}, marked as delivered: ${delivered(from)}`];
    if (all(from) !== received(at))
      return [`${from.name} sent ${all(from)}, received: ${received(at)}`];
    return [];
  };
  return pairs.flatMap(([a, b]) => [...problems(a, b), ...problems(b, a)]);
}

/** Finders with the wishes of a whole group match its members from the oldest to the youngest. */
async function outOfOrder(
  make: (name: string) => Page,
  orders: readonly Order[],
): Promise<string[]> {
  const problems: string[] = [];
  await Promise.all(
    orders.map(async ({ wishes, waiters }, group) => {
      for (const [i, waiter] of waiters.entries()) {
        const finder = make(`finder ${group} ${i}`);
        finder.start(wishes);
        const met = (): boolean => finder.room() !== undefined && finder.room() === waiter.room();
        const meeting = await timeUntil(Date.now(), BACK_WITHIN_MS, () =>
          met() ? [] : [`${finder.name} does not meet ${waiter.name}`],
        );
        problems.push(...meeting.problems);
      }
    }),
  );
  return problems;
}

export const rolling: Row = {
  name: "F7",
  run: async (run) => {
    const rooms = run.isLong ? 1_000 : 100;
    const waiting = run.isLong ? 300 : 40;
    const port = await freePort();
    const origin = `https://127.0.0.1:${port}`;
    const cluster = await run.start({
      settings: {
        ...CROWD_SETTINGS,
        ...SCENE_SETTINGS,
        ...BEHIND_A_PROXY,
        NEXUS_SERVER_ALLOWED_ORIGINS: origin,
        NEXUS_SIGNALLING_RESUME_GRACE_S: "30",
        NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_MAX: "100000",
        NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_PER_SECOND_MAX: "100000",
        NEXUS_SERVER_REQUESTS_PER_ADDRESS_PER_SECOND_MAX: "100000",
      },
      settingsOf: (name) =>
        name.startsWith("signalling") ? { NEXUS_SIGNALLING_URL: roomPath(name) } : {},
    });
    const proxy = await startNginx(port, cluster.deployment.nodes);
    run.onEnd(() => proxy.stop());
    const makePage = await pagesOf(origin);
    const pages: Page[] = [];
    const make = (name: string): Page => {
      const page = makePage(name);
      pages.push(page);
      return page;
    };
    run.onEnd(async () => {
      for (const page of pages) page.leave();
      await pause(500);
    });

    const pairs = await seat(make, rooms);
    const orders = await queue(make, waiting);
    const waiters = orders.flatMap((order) => order.waiters);
    const roomOf = new Map(pairs.flat().map((page) => [page, page.room()]));
    run.say(`${rooms} rooms, ${waiting} wait`);

    let spoken = 0;
    const speak = (): void => {
      for (const page of pairs.flat()) page.say(String(spoken));
      spoken += 1;
    };
    speak();
    const speaking = setInterval(speak, SPEAK_EVERY_MS);
    let lastReplaced = Date.now();
    try {
      for (const node of cluster.parts.filter((part) => part.kind !== "redis")) {
        await replace(run, cluster, node);
        lastReplaced = Date.now();
        await pause(3_000); // as an operator's script does between two nodes
      }
    } finally {
      clearInterval(speaking);
    }
    const back = await timeUntil(lastReplaced, BACK_WITHIN_MS, () => [
      ...pairs
        .flat()
        .filter((page) => page.room() === undefined || page.room() !== roomOf.get(page))
        .map(
          (page) =>
            `${page.name} is ${page.session().phase.at}, not in its room: ${page.endings.join()} of ${roomOf.get(page)}`,
        ),
      ...without(waiters, isQueued),
    ]);
    speak();
    const talk = await timeUntil(Date.now(), HEARD_WITHIN_MS, () => undelivered(pairs));
    run.say(`${spoken} lines of each of ${2 * rooms}; ${talk.problems.length} not received once`);
    const order = await outOfOrder(make, orders);
    return outcomeOf(run, `${2 * NODES} nodes replaced in turn`, pages.length, {
      recoveryMs: back.ms,
      problems: [...back.problems, ...talk.problems, ...order],
    });
  },
};
