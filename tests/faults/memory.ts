// F10: little memory, many visitors who do not read what their partners send, and floods.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { inBatches } from "../support/crowd.ts";
import { NO_ADDRESS_LIMITS, NO_NETWORK_LIMITS } from "../support/deployment.ts";
import type { Line } from "../support/line.ts";
import { runProgram } from "../support/process.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";
import { memoryKib } from "../support/vital-signs.ts";
import type { Cluster, Part } from "./cluster.ts";
import { Network } from "./network.ts";
import { outcomeOf, type Row, type Run } from "./row.ts";
import { SCENE_SETTINGS } from "./scene.ts";

const SETTINGS = {
  ...SCENE_SETTINGS,
  ...NO_ADDRESS_LIMITS,
  ...NO_NETWORK_LIMITS,
  // Large messages cost much of the limit. With more of them the memory fills soon; floods still exceed it.
  NEXUS_LIMITS_MESSAGES_PER_10_S_MAX: "400",
};
/** Small kernel buffers: unread messages soon accumulate in the process. */
const SEND_BUFFER = "4096 16384 65536";
const KIB = 1_024;
const POUR_MS = 400;
const HONEST_PAIRS = 10;
const HEARD_WITHIN_MS = 2_000;
/** Generous: the event loop of this test is late, too. */
const CLOSED_WITHIN_MS = 30_000;
const FLOODERS = 10;
const FLOOD = 1_000;
const RATE_LIMITED = 4504;
const LONG_FORM = { deaf: 1_000, capMib: 384, unreadMib: 64, pourMs: 60_000 } as const;
const SHORT_FORM = { deaf: 250, capMib: 96, unreadMib: 16, pourMs: 6_000 } as const;

/** As much as the largest message holds. */
const CANDIDATES = Array.from({ length: 32 }, () => ({ candidate: "c".repeat(1_000) }));

type Deaf = {
  readonly deaf: Visitor;
  readonly loud: Visitor;
  /** The message that the loud partner sends repeatedly. */
  readonly text: string;
};

/** Limits the address space of the part to what it has now and `mib` more. */
async function cap(part: Part, mib: number): Promise<void> {
  const { pid } = part.program;
  const bytes = ((await memoryKib(pid, "VmSize")) + mib * KIB) * KIB;
  const args = ["--pid", `${pid}`, `--as=${bytes}`];
  const { status, output } = await runProgram({ name: "prlimit", path: "prlimit", args });
  if (status !== 0) throw new Error(output);
}

async function arrivePair(run: Run, cluster: Cluster, name: string): Promise<[Visitor, Visitor]> {
  const come = async (who: string): Promise<Visitor> => {
    const visitor = await Visitor.arrive(cluster.deployment, { name: `${who}-${name}` });
    run.onEnd(async () => visitor.vanish());
    return visitor;
  };
  const [a, b] = [await come("a"), await come("b")];
  const { matched } = await meet(a, b, { mode: "text", interests: [name] });
  for (const [who, match] of matched) run.oracle.onMatched(who.name, match);
  return [a, b];
}

const pairsOf = async <T>(many: number, make: (i: number) => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  const numbers = Array.from({ length: many }, (_, i) => i);
  await inBatches(numbers, async (i) => void all.push(await make(i)));
  return all;
};

/** Whether the server has closed the deaf visitor's socket: its partner has received `partner_left`. */
const isGivenUp = ({ loud }: Deaf): boolean =>
  loud.inbox.received.some(({ message }) => message.type === "partner_left");

/** Each loud partner of a deaf visitor that is still connected sends its large message. */
function pour(pairs: readonly Deaf[]): void {
  for (const pair of pairs) if (!isGivenUp(pair)) pair.loud.roomLine.send(pair.text);
}

/** The slowest answer that honest visitors get meanwhile, and the messages that get none. */
async function converse(run: Run, pairs: readonly [Visitor, Visitor][], isOver: () => boolean) {
  let slowest = 0;
  const problems: string[] = [];
  for (let i = 1; i === 1 || !isOver(); ++i) {
    const began = Date.now();
    const talks = pairs.map(([a, b]) => {
      const [from, to] = i % 2 === 0 ? [a, b] : [b, a];
      return talk(from, to, `word ${i}`);
    });
    for (const one of await Promise.allSettled(talks)) {
      if (one.status === "rejected") problems.push(`honest: ${String(one.reason)}`);
    }
    slowest = Math.max(slowest, Date.now() - began);
    await pause(500);
  }
  // In the short form, this process may be later than that.
  if (run.isLong && slowest > HEARD_WITHIN_MS)
    problems.push(`an honest message took ${slowest} ms`);
  return { slowest, problems };
}

async function flood(run: Run, cluster: Cluster, i: number): Promise<number> {
  const visitor = await Visitor.arrive(cluster.deployment, { name: `flooder ${i}` });
  run.onEnd(async () => visitor.vanish());
  const text = JSON.stringify({ type: "cancel", find: 1 });
  for (let n = 0; n < FLOOD && visitor.match.isOpen; ++n) visitor.match.send(text);
  return (await visitor.match.expectClose(CLOSED_WITHIN_MS)).code;
}

/** Reads again and counts the sockets that stay open. The close frame is behind the messages not read before. */
async function stillOpen(lines: readonly Line[]): Promise<number> {
  const ends = lines.map((line) => {
    line.resumeReading();
    return line.expectClose(CLOSED_WITHIN_MS);
  });
  return (await Promise.allSettled(ends)).filter(({ status }) => status === "rejected").length;
}

export const memory: Row = {
  name: "F10",
  inNetwork: true,
  run: async (run) => {
    const { deaf: many, capMib, unreadMib, pourMs } = run.isLong ? LONG_FORM : SHORT_FORM;
    const network = await Network.open();
    run.onEnd(() => network.close());
    await network.run("sh", "-c", `echo ${SEND_BUFFER} >/proc/sys/net/ipv4/tcp_wmem`);
    const cluster = await run.start({
      matching: 1,
      signalling: 1,
      settings: { ...SETTINGS, NEXUS_SERVER_UNREAD_MIB_MAX: `${unreadMib}` },
      placeOf: () => network.place,
    });
    const nodes = cluster.parts.filter((part) => part.kind !== "redis");
    const honest = await pairsOf(HONEST_PAIRS, (i) => arrivePair(run, cluster, `honest-${i}`));
    const pairs = await pairsOf(many, async (i): Promise<Deaf> => {
      const [deaf, loud] = await arrivePair(run, cluster, `deaf-${i}`);
      deaf.roomLine.pauseReading();
      const room = loud.room?.id;
      const text = JSON.stringify({ type: "candidates", room, candidates: CANDIDATES });
      return { deaf, loud, text };
    });
    const rss = () => Promise.all(nodes.map(({ program }) => memoryKib(program.pid)));
    const before = await rss();
    for (const part of nodes) await cap(part, capMib);
    run.say(`${many} read nothing, ${HONEST_PAIRS} pairs talk, ${capMib} MiB more for each node`);

    const since = Date.now();
    const isOver = (): boolean => {
      const ms = Date.now() - since;
      return ms > pourMs + CLOSED_WITHIN_MS || (ms > pourMs && pairs.every(isGivenUp));
    };
    const pouring = setInterval(() => pour(pairs), POUR_MS);
    const [talking, ...floods] = await Promise.all([
      converse(run, honest, isOver),
      ...Array.from({ length: FLOODERS }, (_, i) => flood(run, cluster, i).catch(() => 0)),
    ]).finally(() => clearInterval(pouring));
    const problems = [...talking.problems];
    for (const { name, program } of nodes) {
      if (program.exit) problems.push(`${name} ended: ${JSON.stringify(program.exit)}`);
    }
    if (problems.length === 0) {
      const most = await Promise.all(nodes.map(({ program }) => memoryKib(program.pid, "VmHWM")));
      const grown = most.map((kib, i) => Math.round((kib - (before[i] ?? 0)) / KIB));
      const open = await stillOpen(pairs.map(({ deaf }) => deaf.roomLine));
      run.say(
        `grown by ${grown.join(" and ")} MiB at most; ${many - open} of ${many} deaf closed; ` +
          `an honest message took ${talking.slowest} ms at most`,
      );
      if (open > 0) problems.push(`${open} deaf visitors are still connected`);
      if (floods.some((code) => code !== RATE_LIMITED)) problems.push(`floods end with ${floods}`);
      problems.push(...(await converse(run, honest, () => true)).problems);
    }
    const injected = `${many} deaf, ${FLOODERS} floods, ${capMib} MiB`;
    return outcomeOf(run, injected, 2 * (many + HONEST_PAIRS) + FLOODERS, { problems });
  },
};
