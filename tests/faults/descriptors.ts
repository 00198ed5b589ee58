// F9: more connections to every node at once than a process may have file descriptors.
// SPDX-License-Identifier: MIT
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { HERE, type Place } from "../support/deployment.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";
import { cpuMs, openDescriptors } from "../support/vital-signs.ts";
import type { Cluster, Part } from "./cluster.ts";
import { outcomeOf, type Row, type Run, within } from "./row.ts";
import { lostSeats, notWaiting, SCENE_SETTINGS, setScene, undelivered } from "./scene.ts";

const DESCRIPTORS = 256;
/** Descriptors of closed sockets stay free until the node accepts again. */
const FREED_MAX = 5;
const SCENE = 20;
/** Wait for the messages that members send after they join: they would count as answers. */
const FIRST_WORDS_MS = 1_000;
const FILL_MS = 500;
/** Share of one core while the node cannot accept. A loop that spins takes all of it. */
const CPU_MAX = 0.1;
const RECOVERS_WITHIN_MS = 1_000;

const limited: Place = { ...HERE, command: ["prlimit", `--nofile=${DESCRIPTORS}`] };

/** Connects and sends nothing; a socket that is cut connects again. */
class Storm {
  readonly #sockets = new Set<Socket>();
  #isOver = false;

  constructor(
    readonly port: number,
    count: number,
  ) {
    for (let i = 0; i < count; ++i) this.#connect();
  }

  #connect(): void {
    const socket = connect(this.port, "127.0.0.1");
    this.#sockets.add(socket);
    socket.on("error", () => {}); // "close" follows
    socket.on("data", () => {});
    socket.once("close", () => {
      this.#sockets.delete(socket);
      if (!this.#isOver) this.#connect();
    });
  }

  end(): void {
    this.#isOver = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Checks that the process waits and does not spin while it has no free descriptor. */
async function watch(part: Part, ms: number): Promise<{ share: number; problems: string[] }> {
  const { pid } = part.program;
  const problems: string[] = [];
  const before = await cpuMs(pid);
  const open = await openDescriptors(pid);
  if (open < DESCRIPTORS - FREED_MAX)
    problems.push(`${part.name} has only ${open} descriptors open`);
  await pause(ms);
  const share = ((await cpuMs(pid)) - before) / ms;
  if (share > CPU_MAX) problems.push(`${part.name} spins: ${Math.round(share * 100)} % of a core`);
  return { share, problems };
}

/** Two new visitors arrive, meet and talk; returns how long that took, in milliseconds. */
async function newcomers(run: Run, cluster: Cluster, name: string): Promise<number> {
  const since = Date.now();
  const come = (who: string) => Visitor.arrive(cluster.deployment, { name: `${name}, ${who}` });
  const [a, b] = await Promise.all([come("a"), come("b")]);
  run.onEnd(() => Promise.all([a.depart(), b.depart()]));
  await meet(a, b, { mode: "text", interests: [name] });
  await talk(a, b, "hello");
  const ms = Date.now() - since;
  await Promise.all([a.depart(), b.depart()]);
  return ms;
}

export const descriptors: Row = {
  name: "F9",
  run: async (run) => {
    const [storms, count, ms] = run.isLong ? [10, 4_000, 15_000] : [2, 1_000, 2_500];
    const cluster = await run.start({
      matching: 1,
      signalling: 1,
      settings: SCENE_SETTINGS,
      placeOf: (name) => (name === "redis" ? HERE : limited),
    });
    const nodes = cluster.parts.filter((part) => part.kind !== "redis");
    const scene = await setScene(run, cluster, SCENE);
    await pause(FIRST_WORDS_MS);
    const problems: string[] = [];
    const recoveries: number[] = [];
    for (let i = 0; i < storms; ++i) {
      const raging = nodes.map((part) => new Storm(part.port, count));
      try {
        await pause(FILL_MS);
        const seen = await Promise.all([
          ...nodes.map((part) => watch(part, ms)),
          undelivered(scene),
        ]);
        const shares: string[] = [];
        for (const one of seen) {
          if (Array.isArray(one)) problems.push(...one.map((what) => `exhausted: ${what}`));
          else {
            problems.push(...one.problems);
            shares.push(`${(one.share * 100).toFixed(1)} %`);
          }
        }
        run.say(`storm ${i + 1}: the nodes take ${shares.join(", ")} of a core`);
      } finally {
        for (const one of raging) one.end();
      }
      const back = await newcomers(run, cluster, `after storm ${i + 1}`);
      recoveries.push(back);
      if (back > within(run, RECOVERS_WITHIN_MS))
        problems.push(`new visitors only after ${back} ms`);
      problems.push(...(await lostSeats(scene)), ...(await notWaiting(scene)));
    }
    const injected = `${storms} x ${count} connects to each node of ${DESCRIPTORS} descriptors`;
    return outcomeOf(run, injected, 3 * SCENE, { recoveryMs: Math.max(...recoveries), problems });
  },
};
