// The two ways to run the service: a single program, or many programs that share a Redis.
// SPDX-License-Identifier: MIT
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "./ports.ts";
import { answers, answersWith, type Program, startProgram, under } from "./process.ts";

export type DeploymentKind = "all-in-one" | "split";
export type ProgramName = "nexuschat" | "nexus-matching" | "nexus-signalling";
export type Settings = Readonly<Record<string, string>>;

/** One running program of this project and its addresses. */
export type Node = {
  readonly name: string;
  readonly program: Program;
  readonly http: string;
  readonly metrics: string;
  /** The addresses of its sockets, where it has them. */
  readonly match?: string;
  readonly room?: string;
};

export type Deployment = {
  readonly kind: DeploymentKind;
  /** The Origin of the visitors' sockets, and the address of the web app if it is served. */
  readonly origin: string;
  readonly matchUrls: readonly string[];
  readonly nodes: readonly Node[];
  /** The settings of all programs, for starting one more. */
  readonly settings: Settings;
  /** The programs of this project, and Redis. */
  readonly processes: readonly Program[];
  readonly stop: () => Promise<void>;
};

export type DeploymentOptions = {
  /** How many programs of each kind a split deployment has. */
  readonly matching?: number;
  readonly signalling?: number;
  /** Serves the built web app. */
  readonly web?: boolean;
  readonly settings?: Settings;
  /** The public address of a split deployment behind a proxy. */
  readonly site?: Site;
  /** Where the program of an all-in-one deployment runs. */
  readonly place?: Place;
};

export type Site = {
  readonly origin: string;
  /** The address of that node's room socket. */
  readonly room: (node: string) => string;
};

/** Signs the tokens of every deployment here, so that tests can make tokens. */
export const SECRET = "R7mQ2xVb9kTz4LwYc1JfHs8NpGd3AeUo6iXq0KtZyBM=";

/** For stories that send in a second what a person sends in a minute. */
export const NO_MESSAGE_LIMITS: Settings = {
  NEXUS_LIMITS_MESSAGES_PER_10_S_MAX: "0",
  NEXUS_LIMITS_CHATS_PER_SECOND_MAX: "0",
  NEXUS_LIMITS_FINDS_PER_SECOND_MAX: "0",
};

/**
 * For stories whose visitors leave each match at once, which counts as not coming to it; and for browsers, which are late
 * on a busy machine and share its network.
 */
export const NO_SHOWS_ARE_FREE: Settings = { NEXUS_MATCHING_NO_SHOW_DELAY_MAX_S: "0" };

/** For crowds that all connect from one address other than this machine's. */
export const NO_ADDRESS_LIMITS: Settings = {
  NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_MAX: "100000",
  NEXUS_SERVER_CONNECTIONS_PER_ADDRESS_PER_SECOND_MAX: "100000",
  NEXUS_SERVER_REQUESTS_PER_ADDRESS_PER_SECOND_MAX: "100000",
};

/** For crowds of one network: its visitors may search at any rate, and meet without a delay. */
export const NO_NETWORK_LIMITS: Settings = {
  NEXUS_LIMITS_FINDS_PER_NETWORK_PER_SECOND_MAX: "0",
  NEXUS_MATCHING_OWN_NETWORK_PATIENCE_S: "0",
};

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = resolve(ROOT, process.env["NEXUS_BIN"] ?? "build/dev/bin");
const WEB = resolve(ROOT, "web/dist");

/** The deployments of this run: NEXUS_DEPLOYMENTS=all-in-one skips the other. */
export const DEPLOYMENTS: readonly DeploymentKind[] = (
  ["all-in-one", "split"] satisfies DeploymentKind[]
).filter((kind) => (process.env["NEXUS_DEPLOYMENTS"] ?? kind).split(",").includes(kind));

export function programPath(name: ProgramName): string {
  return join(BIN, name);
}

/** The address a program listens on, an optional command to run it, and where its log goes. */
export type Place = {
  readonly address: string;
  readonly command: readonly string[];
  readonly stderr?: number;
};
export const HERE: Place = { address: "127.0.0.1", command: [] };

/** Starts one program of this project on that port and waits until it is ready. */
export async function startNode(
  kind: ProgramName,
  name: string,
  port: number,
  settings: Settings = {},
  { address, command, stderr }: Place = HERE,
): Promise<Node> {
  const http = `http://${address}:${port}`;
  const socket = `ws://${address}:${port}/v1`;
  const metricsAt = settings["NEXUS_METRICS_LISTEN"] ?? `127.0.0.1:${await freePort()}`;
  const env = {
    NEXUS_SERVER_LISTEN: address,
    ...(address === HERE.address ? {} : { NEXUS_SERVER_ALLOWED_ORIGINS: http }),
    NEXUS_SERVER_PORT: String(port),
    NEXUS_NODE_NAME: name,
    NEXUS_METRICS_LISTEN: metricsAt,
    NEXUS_CREDENTIALS_SECRETS: SECRET,
    ...settings,
  };
  const sink = stderr === undefined ? {} : { stderr };
  const start = under(command, { name, path: programPath(kind), env, ...sink });
  const program = await startProgram(start, () => answers(`${http}/readyz`));
  return {
    name,
    program,
    http,
    metrics: `http://${metricsAt}/metrics`,
    ...(kind === "nexus-signalling" ? {} : { match: `${socket}/match` }),
    ...(kind === "nexus-matching" ? {} : { room: `${socket}/room` }),
  };
}

/** A Redis without persistence: the services must recover from what a restart loses. */
export function startRedis(
  directory: string,
  port: number,
  env: Settings = {},
  { address, command }: Place = HERE,
  more: readonly string[] = [],
): Promise<Program> {
  const args = ["--port", `${port}`, "--bind", address, "--protected-mode", "no"];
  args.push("--dir", directory, "--save", "", "--appendonly", "no", ...more);
  const start = under(command, { name: "redis", path: "redis-server", args, env });
  return startProgram(start, () => answersWith(port, "PING\r\n", "+PONG", address));
}

async function startAllInOne(options: DeploymentOptions): Promise<Deployment> {
  const { web, settings, place } = options;
  const all = { ...(web ? { NEXUS_WEB_DIRECTORY: WEB } : {}), ...settings };
  const node = await startNode("nexuschat", "local", await freePort(), all, place);
  return {
    kind: "all-in-one",
    origin: node.http,
    matchUrls: node.match ? [node.match] : [],
    nodes: [node],
    settings: settings ?? {},
    processes: [node.program],
    stop: async () => void (await node.program.stop()),
  };
}

/** Homes announce themselves every two seconds, and matching nodes ask as often. */
export async function untilHomesAreKnown(node: Node, count: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const info = (await (await fetch(`${node.http}/v1/info`)).json()) as { readonly homes: number };
    if (info.homes === count) return;
    if (Date.now() > deadline)
      throw new Error(`${node.name} knows ${info.homes} homes of ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function startSplit(options: DeploymentOptions): Promise<Deployment> {
  const { matching = 2, signalling = 2, web, settings, site } = options;
  const directory = await mkdtemp(join(tmpdir(), "nexuschat-redis-"));
  const programs: Program[] = [];
  const nodes: Node[] = [];
  const stop = async (): Promise<void> => {
    const [redis, ...ours] = programs;
    await Promise.all(ours.map((program) => program.stop()));
    await redis?.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const startMany = async (starts: readonly Promise<Node>[]): Promise<void> => {
    const outcomes = await Promise.allSettled(starts);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") {
        nodes.push(outcome.value);
        programs.push(outcome.value.program);
      }
    }
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  };
  try {
    const redisPort = await freePort();
    programs.push(await startRedis(directory, redisPort));
    const ports: number[] = [];
    while (ports.length < matching + signalling) ports.push(await freePort());
    const matchPorts = ports.slice(0, matching);
    const roomPorts = ports.slice(matching);
    const origin = site?.origin ?? `http://127.0.0.1:${matchPorts[0]}`;
    const shared = {
      NEXUS_REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      NEXUS_SERVER_ALLOWED_ORIGINS: origin,
      ...settings,
    };
    const sources = roomPorts.map((port) => `ws://127.0.0.1:${port}`).join(",");
    const app = {
      NEXUS_WEB_DIRECTORY: WEB,
      ...(site ? {} : { NEXUS_SERVER_CONNECT_SOURCES: sources }),
    };
    // Signalling nodes first: a search waits until a home is known.
    await startMany(
      roomPorts.map((port, i) => {
        const name = `signalling-${i}`;
        const url = site?.room(name) ?? `ws://127.0.0.1:${port}/v1/room`;
        return startNode("nexus-signalling", name, port, { NEXUS_SIGNALLING_URL: url, ...shared });
      }),
    );
    await startMany(
      matchPorts.map((port, i) =>
        startNode("nexus-matching", `matching-${i}`, port, { ...(web ? app : {}), ...shared }),
      ),
    );
    const matchers = nodes.filter((node) => node.match);
    await Promise.all(matchers.map((node) => untilHomesAreKnown(node, signalling)));
    const matchUrls = nodes.flatMap((node) => (node.match ? [node.match] : []));
    return {
      kind: "split",
      origin,
      matchUrls,
      nodes,
      settings: shared,
      processes: programs,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a deployment for one test; it is ready when this returns. */
export function startDeployment(
  kind: DeploymentKind,
  { settings = {}, ...options }: DeploymentOptions = {},
): Promise<Deployment> {
  const all = { ...(options.web ? NO_SHOWS_ARE_FREE : {}), ...settings };
  const start = kind === "all-in-one" ? startAllInOne : startSplit;
  return start({ ...options, settings: all });
}

/** Runs `story` with a deployment, and stops the deployment whatever the outcome. */
export async function withDeployment(
  kind: DeploymentKind,
  story: (deployment: Deployment) => Promise<void>,
  options: DeploymentOptions = {},
): Promise<void> {
  const deployment = await startDeployment(kind, options);
  try {
    await story(deployment);
  } finally {
    await deployment.stop();
  }
}
