// A split deployment whose parts can be killed, paused and started again.
// SPDX-License-Identifier: MIT
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Deployment,
  HERE,
  type Node,
  type Place,
  type Settings,
  startNode,
  startRedis,
  untilHomesAreKnown,
} from "../support/deployment.ts";
import { freePort } from "../support/ports.ts";
import type { Program } from "../support/process.ts";

export type PartKind = "matching" | "signalling" | "redis";

/** One process of the cluster, across its restarts. */
export class Part {
  readonly #runs: Program[] = [];

  constructor(
    readonly kind: PartKind,
    readonly name: string,
    readonly port: number,
    readonly startProgram: () => Promise<Program>,
  ) {}

  get program(): Program {
    const program = this.#runs.at(-1);
    if (!program) throw new Error(`${this.name} was never started`);
    return program;
  }

  get log(): string {
    return this.#runs.map((run) => run.log).join("--- restarted ---\n");
  }

  async start(): Promise<void> {
    this.#runs.push(await this.startProgram());
  }

  async kill(): Promise<void> {
    this.program.signal("SIGKILL");
    await this.program.exited;
  }

  async stop(): Promise<void> {
    this.program.signal("SIGCONT");
    await this.program.stop();
  }
}

/** The Redis servers that the nodes share, one or many. */
export type Store = {
  readonly url: string;
  readonly parts: readonly Part[];
  /** Sends a command to the server that takes writes. */
  readonly ask: (...words: readonly string[]) => Promise<RedisValue>;
  /** Cleans up after all parts have stopped. */
  readonly end: () => Promise<void>;
};

export type ClusterOptions = {
  readonly matching?: number;
  readonly signalling?: number;
  readonly settings?: Settings;
  /** Settings of one part, by its name. */
  readonly settingsOf?: (name: string) => Settings;
  /** Where one part runs, by its name; visitors reach nodes at the address that they listen on. */
  readonly placeOf?: (name: string) => Place;
  /** Started before the nodes; by default one Redis. */
  readonly store?: (directory: string) => Promise<Store>;
};

export type Cluster = {
  readonly deployment: Deployment;
  readonly parts: readonly Part[];
  readonly part: (name: string) => Part;
  /** Sends a command to the cluster's Redis server that takes writes. */
  readonly redis: (...words: readonly string[]) => Promise<RedisValue>;
  readonly saveLogs: (directory: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

async function startParts(parts: readonly Part[]): Promise<void> {
  const outcomes = await Promise.allSettled(parts.map((part) => part.start()));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}

async function startOneRedis(directory: string, settings: Settings, place: Place): Promise<Store> {
  const port = await freePort();
  const part = new Part("redis", "redis", port, () => startRedis(directory, port, settings, place));
  await part.start();
  return {
    url: `redis://${place.address}:${port}`,
    parts: [part],
    ask: (...words) => askRedis(port, words, place.address),
    end: async () => {},
  };
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { matching = 3, signalling = 3, settings = {}, settingsOf = () => ({}) } = options;
  const { placeOf = () => HERE } = options;
  const directory = await mkdtemp(join(tmpdir(), "nexuschat-faults-"));
  const startStore =
    options.store ?? ((into) => startOneRedis(into, settingsOf("redis"), placeOf("redis")));
  const store = await startStore(directory);
  const ports = await freePorts(matching + signalling);
  const origin = `http://127.0.0.1:${ports[0]}`;
  const nodes: Node[] = [];
  const partOf = (kind: "matching" | "signalling", index: number, port: number): Part => {
    const name = `${kind}-${index}`;
    const place = placeOf(name);
    const own = {
      NEXUS_REDIS_URL: store.url,
      NEXUS_SERVER_ALLOWED_ORIGINS: origin,
      ...(kind === "signalling"
        ? { NEXUS_SIGNALLING_URL: `ws://${place.address}:${port}/v1/room` }
        : {}),
      NEXUS_SIGNALLING_RESUME_GRACE_S: "0", // no visitor of a crowd resumes a seat
      ...settings,
      ...settingsOf(name),
    };
    return new Part(kind, name, port, async () => {
      const node = await startNode(`nexus-${kind}`, name, port, own, place);
      if (!nodes.some((one) => one.name === name)) nodes.push(node);
      return node.program;
    });
  };
  const matchers = ports.slice(0, matching).map((port, i) => partOf("matching", i, port));
  const homes = ports.slice(matching).map((port, i) => partOf("signalling", i, port));
  const parts = [...store.parts, ...homes, ...matchers];
  const stop = async (): Promise<void> => {
    await Promise.allSettled([...homes, ...matchers].map((part) => part.stop()));
    await Promise.allSettled(store.parts.map((part) => part.stop()));
    await store.end();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await startParts(homes);
    await startParts(matchers);
    const asked = nodes.filter((node) => node.match);
    await Promise.all(asked.map((node) => untilHomesAreKnown(node, signalling)));
  } catch (error) {
    await stop();
    throw error;
  }
  const matchUrls = matchers.map(
    ({ name, port }) => `ws://${placeOf(name).address}:${port}/v1/match`,
  );
  return {
    deployment: { kind: "split", origin, matchUrls, nodes, settings, processes: [], stop },
    parts,
    part: (name) => {
      const found = parts.find((part) => part.name === name);
      if (!found) throw new Error(`there is no ${name}`);
      return found;
    },
    redis: store.ask,
    saveLogs: async (into) => {
      await mkdir(into, { recursive: true });
      await Promise.all(parts.map((part) => writeFile(join(into, `${part.name}.log`), part.log)));
    },
    stop,
  };
}

export type RedisValue = string | number | null | readonly RedisValue[];

/** Sends one command to Redis on its own connection; rejects when no reply comes in time. */
export function askRedis(
  port: number,
  words: readonly string[],
  host = "127.0.0.1",
): Promise<RedisValue> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    let received = "";
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`redis, command ${words.join(" ")}: ${why}`));
    };
    socket.setTimeout(2_000, () => fail("no answer"));
    socket.once("error", (error) => fail(error.message));
    socket.once("close", () => fail("closed"));
    socket.once("connect", () => {
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${parts.join("")}`);
    });
    // One character for each byte, so that lengths count bytes.
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      received += chunk;
      const read = readReply(received, 0);
      if (!read) return;
      socket.destroy();
      if (read.error) reject(new Error(read.error));
      else resolve(read.value);
    });
  });
}

type Read = { readonly value: RedisValue; readonly end: number; readonly error?: string };

/** Parses the reply that starts there, if it is complete. */
function readReply(text: string, start: number): Read | undefined {
  const lineEnd = text.indexOf("\r\n", start);
  if (lineEnd < 0) return undefined;
  const line = text.slice(start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (text[start]) {
    case "-":
      return { value: null, end, error: line };
    case ":":
      return { value: Number(line), end };
    case "$": {
      if (line === "-1") return { value: null, end };
      const last = end + Number(line);
      return text.length < last + 2 ? undefined : { value: text.slice(end, last), end: last + 2 };
    }
    case "*": {
      const values: RedisValue[] = [];
      let at = end;
      for (let i = 0; i < Number(line); ++i) {
        const read = readReply(text, at);
        if (!read) return undefined;
        values.push(read.value);
        at = read.end;
      }
      return { value: values, end: at };
    }
    default:
      return { value: line, end };
  }
}
