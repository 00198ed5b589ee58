// A process that would split the deployment is refused and named; a change made step by step splits nothing.
// SPDX-License-Identifier: MIT
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type Deployment,
  type Node,
  type ProgramName,
  programPath,
  SECRET,
  type Settings,
  startNode,
  startRedis,
  untilHomesAreKnown,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Refused } from "../support/line.ts";
import { scrape } from "../support/metrics.ts";
import { freePort } from "../support/ports.ts";
import { Program } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { meet, type Pair, talk, Visitor } from "../support/visitor.ts";

/** Includes slack for a busy machine: on an idle one both processes log it within two seconds. */
const SAID_WITHIN_MS = 20_000;
const OTHER_SECRET = "W3nPz6TfKq0YvCj8uRmAx1LdHs5GbEo9iXc7NtQyJ2k=";

const directory = useDirectory("members");
let redis: Program;
let redisUrl = "";
const running: Program[] = [];

beforeAll(async () => {
  const port = await freePort();
  redis = await startRedis(directory, port);
  redisUrl = `redis://127.0.0.1:${port}`;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(async () => {
  await redis.stop();
});

function settingsFor(kind: ProgramName, port: number, more: Settings): Settings {
  return {
    NEXUS_REDIS_URL: redisUrl,
    NEXUS_SERVER_ALLOWED_ORIGINS: "http://127.0.0.1:8080",
    ...(kind === "nexus-signalling"
      ? { NEXUS_SIGNALLING_URL: `ws://127.0.0.1:${port}/v1/room` }
      : {}),
    ...more,
  };
}

async function start(
  kind: ProgramName,
  name: string,
  port: number,
  more: Settings = {},
): Promise<Node> {
  const node = await startNode(kind, name, port, settingsFor(kind, port, more));
  running.push(node.program);
  return node;
}

/** Starts a program that may stay not ready. */
function launch(kind: ProgramName, name: string, port: number, more: Settings = {}): Program {
  const program = new Program({
    name,
    path: programPath(kind),
    env: {
      NEXUS_SERVER_PORT: String(port),
      NEXUS_NODE_NAME: name,
      NEXUS_CREDENTIALS_SECRETS: SECRET,
      ...settingsFor(kind, port, more),
    },
  });
  running.push(program);
  return program;
}

/** The error lines of a program, as soon as it has logged one. */
async function errorsOf(program: Program): Promise<string> {
  const errors = (): string[] =>
    program.log.split("\n").filter((line) => line.includes("level=error"));
  await eventually(`${program.name} logs the reason`, () => errors().length > 0, SAID_WITHIN_MS);
  return errors().join("\n");
}

describe("a process that would split the deployment", () => {
  test.each([
    ["nexus-matching", "another matching node's name", "node.name", {}],
    ["nexus-signalling", "another signalling node's name", "node.name", {}],
    ["nexus-matching", "another secret", "credentials.secrets", { secret: OTHER_SECRET }],
    ["nexus-signalling", "another secret", "credentials.secrets", { secret: OTHER_SECRET }],
  ] as const)("%s with %s is not ready, and both processes log why", async (kind, _, why, how) => {
    const first = await start(kind, "first", await freePort());
    const secret = "secret" in how ? how.secret : undefined;
    const port = await freePort();
    const metrics = `127.0.0.1:${await freePort()}`;
    const conflict = "nexuschat_node_name_conflict";
    expect((await scrape(first)).value(conflict)).toBe(0);
    const second = launch(kind, secret ? "second" : "first", port, {
      NEXUS_METRICS_LISTEN: metrics,
      ...(secret ? { NEXUS_CREDENTIALS_SECRETS: secret } : {}),
    });
    expect(await errorsOf(second)).toMatch(new RegExp(`event=node_refused.*${why}.*do=`));
    expect(await errorsOf(first.program)).toMatch(
      new RegExp(`event=other_node_refused.*${why}.*do=`),
    );
    expect((await scrape(first)).value(conflict)).toBe(1);
    expect((await scrape({ metrics: `http://${metrics}/metrics` })).value(conflict)).toBe(1);
    const readiness = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(readiness.status).toBe(503);
    expect(await readiness.text()).toContain(why);
    expect((await fetch(`${first.http}/readyz`)).status).toBe(200);
    for (const log of [second.log, first.program.log]) {
      for (const one of [SECRET, OTHER_SECRET]) expect(log).not.toContain(one);
    }
    // A proxy sees the 503 and sends visitors to another node.
    const socket = kind === "nexus-matching" ? "match" : "room";
    const here = `ws://127.0.0.1:${port}/v1/${socket}`;
    await expect(
      Visitor.arrive({ matchUrls: [here], origin: "http://127.0.0.1:8080" } as never),
    ).rejects.toEqual(new Refused(503));
    // The second node takes part as soon as the first is gone.
    await first.program.stop();
    await eventually(
      "the second is ready",
      async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200,
      SAID_WITHIN_MS,
    );
  });

  test("is not a node that restarts under its own name after a kill or a stop", async () => {
    const ports = [await freePort(), await freePort()] as const;
    const kinds = ["nexus-signalling", "nexus-matching"] as const;
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      for (const [i, kind] of kinds.entries()) {
        const node = await start(kind, kind, ports[i] as number);
        node.program.signal(signal);
        await node.program.exited;
        const again = await start(kind, kind, ports[i] as number);
        expect(again.program.log).not.toContain("level=error");
        await again.program.stop();
      }
    }
  });
});

describe("a secret that is changed step by step", () => {
  // docs/deployment.md, "Change the secret".
  const STEPS = [[SECRET], [SECRET, OTHER_SECRET], [OTHER_SECRET, SECRET], [OTHER_SECRET]];
  const KINDS = ["nexus-signalling", "nexus-matching", "nexus-matching"] as const;

  test("on three nodes, one after the other, costs no conversation, match or session", async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const nodes: Node[] = [];
    const secrets = (step: readonly string[]): Settings => ({
      NEXUS_CREDENTIALS_SECRETS: step.join(","),
      NEXUS_MATCHING_RECENT_MINUTES: "0", // The same two visitors meet again after each step.
    });
    for (const [i, kind] of KINDS.entries()) {
      nodes.push(await start(kind, `node-${i}`, ports[i] as number, secrets([SECRET])));
    }
    const [rooms, ...matchers] = nodes as [Node, Node, Node];
    const deployment = {
      kind: "split",
      origin: "http://127.0.0.1:8080",
      matchUrls: matchers.map(({ match }) => match ?? ""),
      nodes,
    } as unknown as Deployment;
    await Promise.all(matchers.map((node) => untilHomesAreKnown(node, 1)));
    const visitors = [await Visitor.arrive(deployment, { node: 0 })];
    visitors.push(await Visitor.arrive(deployment, { node: 1 }));
    const [anna, ben] = visitors as [Visitor, Visitor];
    const ids = [anna.id, ben.id];
    let pair: Pair = await meet(anna, ben);
    /** Both members resume their seats at the home that restarted. */
    const takeSeatsAgain = async (): Promise<void> => {
      for (const visitor of [anna, ben]) {
        const seat = visitor.inbox.received.flatMap(({ message }) =>
          message.type === "joined" && message.room === pair.room ? [message.seat] : [],
        );
        const home = pair.matched.get(visitor)?.home;
        const secret = seat.at(-1);
        if (home === undefined || secret === undefined) throw new Error("no seat");
        await visitor.goTo(home);
        visitor.sendRoom({ type: "join", seat: secret, received: 0 });
        await visitor.expect("joined", { where: ({ room }) => room === pair.room });
      }
    };

    for (const step of STEPS.slice(1)) {
      for (const [i, kind] of KINDS.entries()) {
        await nodes[i]?.program.stop();
        nodes[i] = await start(kind, `node-${i}`, ports[i] as number, secrets(step));
        expect(nodes[i]?.program.log).not.toContain("level=error");
        await Promise.all(
          nodes.filter(({ match }) => match).map((node) => untilHomesAreKnown(node, 1)),
        );
        const where = `${step.map((one) => (one === SECRET ? "OLD" : "NEW"))} at node ${i}`;
        if (i === 0) await takeSeatsAgain();
        else await (visitors[i - 1] as Visitor).connect();
        await talk(anna, ben, where);
        await talk(ben, anna, where);
        // Both search again, connected to nodes at different steps.
        for (const visitor of visitors) await visitor.connect();
        expect([where, anna.id, ben.id]).toEqual([where, ...ids]);
        const newcomers = [
          await Visitor.arrive(deployment, { node: 0 }),
          await Visitor.arrive(deployment, { node: 1 }),
        ] as const;
        await meet(...newcomers);
        await talk(...newcomers, where);
        await Promise.all(newcomers.map((one) => one.depart()));
      }
      // The two match again, with tokens that this step's secret signs.
      anna.leave();
      await ben.expect("partner_left");
      pair = await meet(anna, ben);
      expect(rooms.name).toBe(pair.matched.get(anna)?.home.node);
    }
    for (const visitor of visitors) await visitor.depart();
  }, 120_000);

  test("and the second step before the first is refused before it breaks a match", async () => {
    await start("nexus-signalling", "node-0", await freePort());
    const first = await start("nexus-matching", "node-1", await freePort());
    const port = await freePort();
    const hasty = launch("nexus-matching", "node-2", port, {
      NEXUS_CREDENTIALS_SECRETS: `${OTHER_SECRET},${SECRET}`,
    });
    expect(await errorsOf(hasty)).toContain("credentials.secrets");
    expect(await errorsOf(first.program)).toContain("other_node=node-2");
  });
});
