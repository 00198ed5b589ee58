// F11: two visitors are matched, and then one of them or both never join the room.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { addressOf, inBatches } from "../support/crowd.ts";
import type { MessageOf } from "../support/inbox.ts";
import { Visitor } from "../support/visitor.ts";
import type { Cluster } from "./cluster.ts";
import { outcomeOf, type Row, type Run } from "./row.ts";

const SETTINGS = { NEXUS_MATCHING_INTERESTS_PATIENCE_S: "3600" };
const REQUEUED_WITHIN_MS = 10_500;
const MATCHED_WITHIN_MS = 20_000;
const KEYS = "nexus:{main}:";

type Missing = "initiator" | "responder" | "both";

type Case = {
  readonly name: string;
  readonly missing: Missing;
  readonly waiter: Visitor;
  readonly finder: Visitor;
  readonly wishes: { readonly mode: "text"; readonly interests: string[] };
  /** The visitors that do not join also close their sockets. */
  readonly vanishes: boolean;
};

/** The visitor and the place in a waiting ticket's record; nothing while the ticket is proposed a room. */
const READ_TICKET = `
  local record = redis.call('GET', KEYS[1])
  if not record then return {} end
  local visitor, _, place = cmsgpack.unpack(record)
  if not visitor then return {} end
  return {visitor, string.format('%.0f', place)}`;

/** Since when each waiting visitor waits, by the store's records. */
async function places(cluster: Cluster): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  let cursor = "0";
  do {
    const reply = await cluster.redis("SCAN", cursor, "MATCH", `${KEYS}t:*`, "COUNT", "500");
    const [next, keys] = reply as [string, string[]];
    const rows = await Promise.all(keys.map((key) => cluster.redis("EVAL", READ_TICKET, "1", key)));
    for (const [visitor, place] of rows as [string?, string?][]) {
      if (visitor !== undefined) found.set(visitor, Number(place));
    }
    cursor = next;
  } while (cursor !== "0");
  return found;
}

/** The visitor who joins is notified and queued again; returns the milliseconds since its match. */
async function innocent(
  run: Run,
  one: Visitor,
  matched: MessageOf<"matched">,
  since: number,
  hasVanished: boolean,
) {
  const { oracle } = run;
  oracle.onMatched(one.name, matched);
  const within = REQUEUED_WITHIN_MS + 5_000;
  if (hasVanished) {
    // The room ends with the partner's socket, perhaps before this visitor joins.
    await one.expect("queued", { where: ({ find }) => find === one.lastFind, within });
    return Date.now() - since;
  }
  oracle.onJoined(one.name, await one.join(matched));
  const left = await one.expect("partner_left", { within });
  oracle.onLeft(one.name);
  if (left.reason !== "no_show") throw new Error(`left alone by ${left.reason}`);
  await one.expect("queued", { where: ({ find }) => find === one.lastFind, within });
  return Date.now() - since;
}

async function play(run: Run, one: Case): Promise<number | undefined> {
  const { waiter, finder, missing, wishes } = one;
  const since = Date.now();
  finder.find(wishes);
  const [a, b] = await Promise.all([
    waiter.matched(MATCHED_WITHIN_MS),
    finder.matched(MATCHED_WITHIN_MS),
  ]);
  const matchedAt = Date.now();
  if (matchedAt - since > MATCHED_WITHIN_MS / 2) throw new Error("the match took too long");
  const guilty =
    missing === "both" ? [waiter, finder] : missing === "initiator" ? [waiter] : [finder];
  if (one.vanishes) for (const who of guilty) who.vanish();
  if (missing === "initiator") return innocent(run, finder, b, matchedAt, one.vanishes);
  if (missing === "responder") return innocent(run, waiter, a, matchedAt, one.vanishes);
  run.oracle.onMatched(waiter.name, a);
  run.oracle.onMatched(finder.name, b);
  return undefined;
}

async function seat(run: Run, cluster: Cluster, count: number): Promise<Case[]> {
  const visitors: Visitor[] = [];
  run.onEnd(() => Promise.all(visitors.map((one) => one.depart())));
  const cases: Case[] = [];
  for (const missing of ["initiator", "responder", "both"] as const) {
    for (let i = 0; i < count; ++i) {
      const name = `${missing} ${i}`;
      const localAddress = addressOf(i);
      const pair = ["waiter", "finder"].map(
        (role, side) =>
          new Visitor(cluster.deployment, {
            name: `${role}-of-${missing}-${i}`,
            node: run.random.whole(0, 5) + side,
            localAddress,
          }),
      );
      const [waiter, finder] = pair;
      if (!waiter || !finder) continue;
      visitors.push(waiter, finder);
      const wishes = { mode: "text" as const, interests: [name] };
      cases.push({ name, missing, waiter, finder, wishes, vanishes: i % 2 === 0 });
    }
  }
  await inBatches(cases, async ({ waiter, finder, wishes }) => {
    await Promise.all([waiter.connect(), finder.connect()]);
    await waiter.wait(wishes);
  });
  return cases;
}

export const noShow: Row = {
  name: "F11",
  run: async (run) => {
    const count = run.isLong ? 1_000 : 100;
    const cluster = await run.start({ settings: SETTINGS });
    const cases = await seat(run, cluster, count);
    run.say(`${cases.length} wait for the ${cases.length} who arrive now`);
    const before = await places(cluster);
    const problems: string[] = [];
    const times: number[] = [];
    const playing: Promise<void>[] = [];
    for (const one of cases) {
      const act = async (): Promise<void> => {
        const ms = await play(run, one);
        if (ms === undefined) return;
        times.push(ms);
        if (ms > REQUEUED_WITHIN_MS) problems.push(`${one.name} missing: requeued after ${ms} ms`);
      };
      playing.push(act().catch((why) => void problems.push(`${one.name} missing: ${String(why)}`)));
      await pause(2);
    }
    // A visitor that waits from now on is behind all the others, including those who found a match.
    const last = new Visitor(cluster.deployment, { name: "last" });
    run.onEnd(() => last.depart());
    await last.connect();
    await pause(1_000);
    await last.wait({ mode: "text", interests: ["nobody"] });
    await Promise.all(playing);
    run.say(`${times.length} were left alone and are queued again`);

    const after = await places(cluster);
    const newest = after.get(last.id) ?? 0;
    for (const { name, missing, waiter, finder } of cases) {
      if (missing === "both") {
        for (const { id } of [waiter, finder]) {
          if (after.has(id)) problems.push(`${name} missing: waits again without having joined`);
        }
        continue;
      }
      const who = missing === "initiator" ? finder : waiter;
      const place = after.get(who.id);
      const isKept =
        place !== undefined && (who === waiter ? place === before.get(who.id) : place < newest);
      if (!isKept) problems.push(`${name} missing: place ${place}, was ${before.get(who.id)}`);
    }
    // A visitor whose partner did not join either may search again and match.
    const silent = cases.filter(({ missing, vanishes }) => missing === "both" && !vanishes);
    await inBatches(silent, async ({ name, waiter, finder }) => {
      const wishes = { mode: "text" as const, interests: [`again ${name}`] };
      await waiter.wait(wishes);
      const third = new Visitor(cluster.deployment, { name: `third of ${name}` });
      run.onEnd(() => third.depart());
      await third.connect();
      third.find(wishes);
      const [a, b] = await Promise.all([waiter.matched(), third.matched()]);
      if (a.room !== b.room) problems.push(`${name}: ${a.room} is not ${b.room}`);
      await finder.wait(wishes);
    });
    const visitors = 2 * cases.length + silent.length + 1;
    return outcomeOf(run, `A, B or both never join, ${count} each`, visitors, {
      recoveryMs: Math.max(0, ...times),
      problems,
    });
  },
};
