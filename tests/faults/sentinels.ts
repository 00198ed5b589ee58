// A primary, two replicas and three Sentinels in a private network that can be cut.
// SPDX-License-Identifier: MIT
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answersWith, type Program, startProgram } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { askRedis, Part, type RedisValue, type Store } from "./cluster.ts";
import { Network } from "./network.ts";

/** The first is the primary until there is a fail-over. */
export const SERVERS = [7001, 7002, 7003] as const;
const SENTINELS = [7011, 7012, 7013] as const;
/** The Sentinels' name of the primary. */
export const NAME = "nexus";
const DOWN_AFTER_MS = 1_000;
const FAIL_OVER_MS = 3_000;
const AGREED_WITHIN_MS = 20_000;

export type Sentinels = Store & {
  readonly askServer: (port: number, ...words: readonly string[]) => Promise<RedisValue>;
  /** The primary's port, by the first Sentinel. */
  readonly primary: () => Promise<number>;
  readonly addressOf: (port: number) => string;
  /** Cuts that server off from the other servers and from the Sentinels, not from the nodes. */
  readonly cutOff: (port: number) => Promise<void>;
  readonly heal: () => Promise<void>;
};

/** The configuration of a Sentinel on that address and port. */
export function sentinelConfig(
  directory: string,
  address: string,
  port: number,
  primary: { readonly address: string; readonly port: number },
): string {
  return `${[
    `port ${port}`,
    `bind ${address}`,
    "protected-mode no",
    `dir ${directory}`,
    `sentinel monitor ${NAME} ${primary.address} ${primary.port} 2`,
    `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${NAME} ${FAIL_OVER_MS}`,
  ].join("\n")}\n`;
}

/** Parses a Redis reply that lists names and values. */
function fieldsOf(reply: RedisValue): Map<string, string> {
  const words = reply as readonly string[];
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) fields.set(`${words[i]}`, `${words[i + 1]}`);
  return fields;
}

/** `extra`: more arguments for each data server. */
export async function startSentinels(
  directory: string,
  extra: readonly string[] = [],
): Promise<Sentinels> {
  const network = await Network.open();
  const { address } = network;
  const askServer = (port: number, ...words: readonly string[]) => askRedis(port, words, address);
  const launch = (name: string, port: number, ...args: readonly string[]): Promise<Program> =>
    startProgram(network.inside(name, "redis-server", ...args), () =>
      answersWith(port, "PING\r\n", "+PONG", address),
    );
  const servers = SERVERS.map((port, i) => {
    const name = `redis-${i}`;
    const args = ["--port", `${port}`, "--bind", address, "--protected-mode", "no"];
    args.push("--dir", directory, "--dbfilename", `${name}.rdb`, "--save", "");
    args.push("--repl-diskless-sync-delay", "0", ...extra);
    if (i > 0) args.push("--replicaof", address, `${SERVERS[0]}`);
    return new Part("redis", name, port, () => launch(name, port, ...args));
  });
  const watchers = SENTINELS.map((port, i) => {
    const name = `sentinel-${i}`;
    const file = join(directory, `${name}.conf`);
    return new Part("redis", name, port, async () => {
      await writeFile(
        file,
        sentinelConfig(directory, address, port, { address, port: SERVERS[0] }),
      );
      return launch(name, port, file, "--sentinel");
    });
  });
  const parts = [...servers, ...watchers];
  const primary = async (): Promise<number> => {
    const place = await askServer(SENTINELS[0], "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    return Number((place as readonly string[])[1]);
  };
  const end = (): Promise<void> => network.close();
  try {
    for (const part of parts) await part.start();
    await eventually(
      "the Sentinels know the replicas and each other",
      async () => {
        const known = await Promise.all(
          SENTINELS.map(async (port) =>
            fieldsOf(await askServer(port, "SENTINEL", "MASTER", NAME)),
          ),
        );
        return known.every(
          (fields) => fields.get("num-slaves") === "2" && fields.get("num-other-sentinels") === "2",
        );
      },
      AGREED_WITHIN_MS,
    );
  } catch (error) {
    await Promise.allSettled(parts.map((part) => part.stop()));
    await end();
    throw error;
  }
  return {
    url: `redis+sentinel://${SENTINELS.map((port) => `${address}:${port}`).join(",")}/${NAME}`,
    parts,
    ask: async (...words) => askServer(await primary(), ...words),
    askServer,
    primary,
    addressOf: (port) => `${address}:${port}`,
    cutOff: (port) => network.cut(port),
    heal: () => network.heal(),
    end,
  };
}
