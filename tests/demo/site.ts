// A whole site on fifteen machines: two nginx, three nodes of each service, Redis with a replica and Sentinels, coturn
// and Prometheus.
// SPDX-License-Identifier: MIT
import { mkdirSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { askRedis } from "../faults/cluster.ts";
import { NAME, sentinelConfig } from "../faults/sentinels.ts";
import { startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { type Node, startNode, startRedis, untilHomesAreKnown } from "../support/deployment.ts";
import { roomPath, startNginx } from "../support/nginx.ts";
import { answers, answersWith, type Program, startProgram, under } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { type Machine, Machines, PUBLIC_ADDRESS } from "./machines.ts";

const LOGS = resolve(import.meta.dirname, "../../build/demo");
const WEB = resolve(import.meta.dirname, "../../web/dist");
const RULES = resolve(import.meta.dirname, "../../deploy/prometheus");
const MATCHING_PORT = 8000;
const SIGNALLING_PORT = 8001;
const REDIS_PORT = 6379;
const SENTINEL_PORT = 26379;
/** Pauses between two looks at which nginx answers, as keepalived makes them. */
const WATCH_MS = 500;
const RECOVERED_WITHIN_MS = 60_000;

/** One program of the site, across its restarts. */
export type Part = {
  readonly name: string;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
};

export type Site = {
  readonly origin: string;
  readonly prometheus: string;
  readonly parts: readonly Part[];
  /** What a person can look at, with its address. */
  readonly sights: readonly (readonly [what: string, where: string])[];
  readonly stop: () => Promise<void>;
};

export async function openSite(): Promise<Site> {
  const machines = Machines.open();
  const directory = await mkdtemp(join(tmpdir(), "nexuschat-demo-"));
  mkdirSync(LOGS, { recursive: true });
  const running = new Map<string, Program>();
  const ended: (() => Promise<unknown>)[] = [];
  const keepLog = (name: string) =>
    writeFileSync(join(LOGS, `${name}.log`), running.get(name)?.log ?? "");
  const parts: Part[] = [];
  const launch: Launch = async (machine, start, untilWhole = async () => {}) => {
    const { name } = machine;
    running.set(name, await start());
    const part = {
      name,
      kill: async () => {
        machines.fail(machine);
        await running.get(name)?.exited;
        keepLog(name);
      },
      restart: async () => {
        running.set(name, await start());
        await untilWhole();
      },
    };
    parts.push(part);
  };
  const stop = async () => {
    for (const end of ended.reverse()) await end();
    await Promise.allSettled([...running.values()].map((program) => program.stop()));
    for (const name of running.keys()) keepLog(name);
    machines.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const sentinels = await startStore(machines, directory, launch);
    const turn = machines.add("coturn");
    const turnUrl = `turn:${turn.address}:3478?transport=udp`;
    await launch(turn, () => startTurn(turn));
    const shared = {
      NEXUS_REDIS_URL: `redis+sentinel://${sentinels.join(",")}/${NAME}`,
      NEXUS_SERVER_ALLOWED_ORIGINS: `https://${PUBLIC_ADDRESS}`,
      NEXUS_SERVER_TRUSTED_PROXIES: "198.19.0.0/24",
      NEXUS_ICE_TURN_URLS: turnUrl,
      NEXUS_ICE_TURN_SECRETS: TURN_SECRET,
      NEXUS_MATCHING_RECENT_MINUTES: "0", // the two visitors of the demo meet again and again
    };
    const nodes = await startNodes(machines, shared, launch);
    const web = [machines.add("web-1"), machines.add("web-2")];
    for (const machine of web) {
      // It serves the public address as soon as it gets it.
      machines.must(machine, "sysctl", "-qw", "net.ipv4.ip_nonlocal_bind=1");
      const options = { place: machine, publicAddress: PUBLIC_ADDRESS };
      await launch(machine, async () => (await startNginx(443, nodes, options)).nginx);
    }
    ended.push(keepPublicAddress(machines, web));
    const sights: [string, string][] = [["the page", `https://${PUBLIC_ADDRESS}`]];
    const prometheus = await startPrometheus(machines, directory, nodes, launch);
    sights.push(["Prometheus", prometheus]);
    sights.push(["Redis", `redis-cli -h ${sentinels[0]?.replace(":", " -p ")} sentinel masters`]);
    sights.push(["logs of what was killed or has ended", LOGS]);
    return { origin: `https://${PUBLIC_ADDRESS}`, prometheus, parts, sights, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a program on its machine, and makes a part of it. After a restart it waits until the site is whole again. */
type Launch = (
  machine: Machine,
  start: () => Promise<Program>,
  untilWhole?: () => Promise<void>,
) => Promise<void>;

/** A primary, a replica and three Sentinels. Returns the addresses of the Sentinels. */
async function startStore(
  machines: Machines,
  directory: string,
  launch: Launch,
): Promise<readonly string[]> {
  const [first, second] = [machines.add("redis-1"), machines.add("redis-2")];
  const startServer = (machine: Machine, ...more: readonly string[]) =>
    startRedis(directory, REDIS_PORT, {}, machine, ["--repl-diskless-sync-delay", "0", ...more]);
  const primary = { address: first.address, port: REDIS_PORT };
  // A primary that starts again becomes a replica, once the Sentinels have found it.
  const untilReplicated = () =>
    eventually(
      "one Redis follows the other",
      async () => {
        const replies = await Promise.all(
          [first, second].map(({ address }) =>
            askRedis(REDIS_PORT, ["INFO", "replication"], address).catch(String),
          ),
        );
        const both = replies.join("\n");
        return both.includes("role:master") && both.includes("master_link_status:up");
      },
      RECOVERED_WITHIN_MS,
    );
  const follow = ["--replicaof", primary.address, `${primary.port}`];
  await launch(first, () => startServer(first), untilReplicated);
  await launch(second, () => startServer(second, ...follow), untilReplicated);
  const watchers = [1, 2, 3].map((number) => machines.add(`sentinel-${number}`));
  for (const machine of watchers) {
    const file = join(directory, `${machine.name}.conf`);
    // A Sentinel writes what it learns into its file, and reads that when it starts again.
    await writeFile(file, sentinelConfig(directory, machine.address, SENTINEL_PORT, primary));
    const start = under(machine.command, {
      name: machine.name,
      path: "redis-server",
      args: [file, "--sentinel"],
    });
    await launch(machine, () =>
      startProgram(start, () => answersWith(SENTINEL_PORT, "PING\r\n", "+PONG", machine.address)),
    );
  }
  const ask = (machine: Machine) =>
    askRedis(SENTINEL_PORT, ["SENTINEL", "CKQUORUM", NAME], machine.address);
  await eventually(
    "the Sentinels know each other",
    async () => {
      const replies = await Promise.all(watchers.map((one) => ask(one).catch(String)));
      return replies.every((reply) => `${reply}`.startsWith("OK 3 "));
    },
    RECOVERED_WITHIN_MS,
  );
  return watchers.map(({ address }) => `${address}:${SENTINEL_PORT}`);
}

async function startTurn(machine: Machine): Promise<Program> {
  // The demo has private addresses, which the shipped configuration refuses to relay to.
  const edit = (config: string) => config.replace(/^denied-peer-ip=198\.18\..*$/m, "");
  const lines = [`relay-ip=${machine.address}`];
  const coturn = await startCoturn("turnserver.conf", lines, { edit, port: 3478, place: machine });
  return coturn.program;
}

async function startNodes(
  machines: Machines,
  shared: Readonly<Record<string, string>>,
  launch: Launch,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  const start = (kind: "matching" | "signalling", number: number) => {
    const name = `${kind}-${number}`;
    const machine = machines.add(name);
    const port = kind === "matching" ? MATCHING_PORT : SIGNALLING_PORT;
    const own =
      kind === "matching"
        ? { NEXUS_WEB_DIRECTORY: WEB }
        : { NEXUS_SIGNALLING_URL: `wss://${PUBLIC_ADDRESS}${roomPath(name)}` };
    const startAgain = async () => {
      const settings = { ...own, ...shared, NEXUS_METRICS_LISTEN: `${machine.address}:9480` };
      const node = await startNode(`nexus-${kind}`, name, port, settings, machine);
      if (!nodes.some((one) => one.name === name)) nodes.push(node);
      return node.program;
    };
    return launch(machine, startAgain, untilKnown);
  };
  const untilKnown = async () => {
    for (const node of nodes) if (node.match) await untilHomesAreKnown(node, 3);
  };
  for (const number of [1, 2, 3]) await start("signalling", number);
  for (const number of [1, 2, 3]) await start("matching", number);
  await untilKnown();
  return nodes;
}

/** Prometheus with the shipped rules; there is no Alertmanager and no prober of the public address. */
async function startPrometheus(
  machines: Machines,
  directory: string,
  nodes: readonly Node[],
  launch: Launch,
): Promise<string> {
  const machine = machines.add("prometheus");
  const folder = join(directory, "prometheus");
  await cp(RULES, folder, { recursive: true });
  const shipped = await readFile(join(folder, "prometheus.yml"), "utf8");
  const targets = nodes.map((node) => new URL(node.metrics).host);
  const config = shipped
    .replace(/^alerting:\n(?: .*\n)+/m, "")
    .replace(/^ {2}# The certificate as visitors see it[\s\S]*/m, "")
    .replace('["127.0.0.1:9480"]', JSON.stringify(targets))
    .replaceAll("15s", "2s");
  const path = join(folder, "prometheus.yml");
  await writeFile(path, config);
  const url = `http://${machine.address}:9090`;
  const args = [
    `--config.file=${path}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--web.listen-address=${machine.address}:9090`,
  ];
  const start = under(machine.command, { name: "prometheus", path: "prometheus", args });
  await launch(machine, () => startProgram(start, () => answers(`${url}/-/ready`)));
  return url;
}

/** Gives the public address to another machine when nginx on the one that has it does not answer. */
function keepPublicAddress(machines: Machines, web: readonly Machine[]): () => Promise<void> {
  let isOpen = true;
  const isUp = ({ address }: Machine) =>
    answersWith(443, "GET / HTTP/1.0\r\n\r\n", "HTTP", address);
  const watch = async () => {
    while (isOpen) {
      const { owner } = machines;
      if (!owner || !(await isUp(owner))) {
        const heir = web.find((one) => one !== owner);
        if (heir && (await isUp(heir))) machines.givePublicAddressTo(heir);
      }
      await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
    }
  };
  const watching = watch();
  return async () => {
    isOpen = false;
    await watching;
  };
}
