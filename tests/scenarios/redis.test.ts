// The Redis servers that operators have: names with several addresses, users with few permissions, old versions.
// SPDX-License-Identifier: MIT
import { readdir, readFile, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Deployment,
  HERE,
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
import { freePort } from "../support/ports.ts";
import { answersWith, Program, startProgram, under } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

const ORIGIN = "http://127.0.0.1:8080";
const PATIENCE_MS = 20_000;

const directory = useDirectory("redis");
const running: Program[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(
    running.splice(0).map((program) => {
      program.signal("SIGCONT");
      return program.stop();
    }),
  );
});

function keep(program: Program): Program {
  running.push(program);
  return program;
}

function startedWith(kind: ProgramName, port: number, url: string): Settings {
  return {
    NEXUS_REDIS_URL: url,
    NEXUS_SERVER_ALLOWED_ORIGINS: ORIGIN,
    ...(kind === "nexus-signalling"
      ? { NEXUS_SIGNALLING_URL: `ws://127.0.0.1:${port}/v1/room` }
      : {}),
  };
}

async function start(
  kind: ProgramName,
  url: string,
  command: readonly string[] = [],
): Promise<Node> {
  const port = await freePort();
  const place = { ...HERE, command };
  const node = await startNode(kind, kind, port, startedWith(kind, port, url), place);
  keep(node.program);
  return node;
}

/** Both services on that Redis, and a conversation. */
async function converse(url: string): Promise<readonly Program[]> {
  const nodes = [await start("nexus-signalling", url), await start("nexus-matching", url)] as const;
  await untilHomesAreKnown(nodes[1], 1);
  const deployment = {
    kind: "split",
    origin: ORIGIN,
    matchUrls: [nodes[1].match ?? ""],
    nodes,
  } as unknown as Deployment;
  const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
  await meet(anna, ben);
  await talk(anna, ben, "hello");
  anna.leave();
  await ben.expect("partner_left");
  await meet(ben, await Visitor.arrive(deployment));
  return nodes.map(({ program }) => program);
}

// A private mount namespace maps names to addresses, which needs root.
describe.skipIf(process.getuid?.() !== 0)("a name with two addresses (needs root)", () => {
  const NAME = "store.test";
  const ADDRESSES = ["127.0.0.2", "127.0.0.3"] as const;

  /** Runs a program that resolves NAME to these addresses. */
  async function naming(addresses: readonly string[]): Promise<readonly string[]> {
    const hosts = join(directory, `hosts-${addresses.join("-")}`);
    await writeFile(hosts, addresses.map((address) => `${address} ${NAME}\n`).join(""));
    return ["unshare", "-m", "sh", "-c", `mount --bind ${hosts} /etc/hosts && exec "$0" "$@"`];
  }

  async function redisAt(port: number, address: string, ...more: string[]): Promise<Program> {
    return keep(await startRedis(directory, port, {}, { address, command: [] }, more));
  }

  /** Accepts no connection and refuses none, like a machine that is gone. */
  async function dropPackets(redis: Program, port: number, host: string): Promise<void> {
    redis.signal("SIGSTOP");
    for (let waits = 0; waits < 3; ) {
      const socket = connect({ port, host });
      sockets.push(socket);
      const taken = await new Promise<boolean>((done) => {
        socket.once("connect", () => done(true));
        socket.once("error", () => done(false));
        setTimeout(() => done(false), 200);
      });
      waits = taken ? 0 : waits + 1;
    }
  }

  test.each(ADDRESSES)("is used while %s drops packets", async (gone) => {
    const port = await freePort();
    for (const address of ADDRESSES) {
      const redis = await redisAt(port, address, "--tcp-backlog", "1");
      if (address === gone) await dropPackets(redis, port, address);
    }
    const url = `redis://${NAME}:${port}`;
    const { program } = await start("nexus-matching", url, await naming(ADDRESSES));
    // The first attempt succeeded: the program did not wait for the time-out of that address.
    expect(program.log).not.toContain("redis_unreachable");
  });

  test.each(ADDRESSES)("is used while %s accepts connections and stays silent", async (silent) => {
    const port = await freePort();
    for (const address of ADDRESSES) {
      const redis = await redisAt(port, address);
      if (address === silent) redis.signal("SIGSTOP");
    }
    await start("nexus-matching", `redis://${NAME}:${port}`, await naming(ADDRESSES));
  });

  test.each(ADDRESSES)("is used where %s is a replica", async (replica) => {
    const port = await freePort();
    const primary = ADDRESSES.find((address) => address !== replica) ?? "";
    await redisAt(port, primary);
    await redisAt(port, replica, "--replicaof", primary, `${port}`);
    await start("nexus-matching", `redis://${NAME}:${port}`, await naming(ADDRESSES));
  });

  test.each(ADDRESSES)("may be that of two Sentinels, of which %s is silent", async (silent) => {
    const [port, sentinelPort] = [await freePort(), await freePort()];
    await redisAt(port, "127.0.0.1");
    for (const address of ADDRESSES) {
      const file = join(directory, `sentinel-${address}.conf`);
      await writeFile(file, `sentinel monitor main 127.0.0.1 ${port} 1\n`);
      const args = [file, "--sentinel", "--port", `${sentinelPort}`, "--bind", address];
      args.push("--protected-mode", "no", "--dir", directory);
      const sentinel = keep(
        await startProgram({ name: "sentinel", path: "redis-server", args }, () =>
          answersWith(sentinelPort, "PING\r\n", "+PONG", address),
        ),
      );
      if (address === silent) sentinel.signal("SIGSTOP");
    }
    const url = `redis+sentinel://${NAME}:${sentinelPort}/main`;
    await start("nexus-matching", url, await naming(ADDRESSES));
  });
});

describe("a user with few permissions", () => {
  const password = "open-sesame-and-nothing-else";

  /** The user of docs/deployment.md, with this password. */
  async function documentedUser(): Promise<string> {
    const page = await readFile(resolve(import.meta.dirname, "../../docs/deployment.md"), "utf8");
    const line = page.split("\n").find((one) => one.startsWith("user nexuschat "));
    if (line === undefined) throw new Error("docs/deployment.md names no user");
    expect(line).toContain(">PASSWORD");
    return line.replace("PASSWORD", password);
  }

  async function redisWith(user: string): Promise<string> {
    const [port, file] = [await freePort(), join(directory, "users.acl")];
    await writeFile(file, `${user}\nuser default on nopass ~* &* +ping\n`);
    keep(await startRedis(directory, port, {}, HERE, ["--aclfile", file]));
    return `redis://nexuschat:${password}@127.0.0.1:${port}`;
  }

  test("runs conversations with exactly the permissions that the documentation lists", async () => {
    const programs = await converse(await redisWith(await documentedUser()));
    for (const { log } of programs) {
      expect(log).not.toMatch(/level=(warn|error).*redis_/);
      expect(log).not.toContain("NOPERM");
    }
  });

  test("has permission for each command that the functions call", async () => {
    const folder = resolve(import.meta.dirname, "../../server/stores/redis/functions");
    const user = `${await documentedUser()} `;
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), "utf8");
      for (const [, command] of text.matchAll(/\bcall\('([A-Z]+)'/g)) {
        expect(user, file).toContain(` +${command?.toLowerCase()} `);
      }
    }
  });

  test("may lack CLIENT; the log mentions that once for each connection", async () => {
    const user = await documentedUser();
    expect(user).toContain("+client|setname");
    const [rooms] = await converse(await redisWith(user.replace(" +client|setname", "")));
    const lines = rooms?.log.split("\n").filter((line) => line.includes("NOPERM")) ?? [];
    const named = lines.map(
      (line) =>
        /level=warn\w* event=redis_connection_without_name connection=(\w+)/.exec(line)?.[1],
    );
    expect(named.sort()).toEqual(["commands", "outbox"]);
  });
});

describe("a Redis without functions", () => {
  async function errorOver(url: string): Promise<string> {
    const port = await freePort();
    const program = keep(
      new Program(
        under([], {
          name: "nexus-signalling",
          path: programPath("nexus-signalling"),
          env: {
            NEXUS_SERVER_PORT: `${port}`,
            NEXUS_CREDENTIALS_SECRETS: SECRET,
            ...startedWith("nexus-signalling", port, url),
          },
        }),
      ),
    );
    const errors = (): string[] =>
      program.log.split("\n").filter((line) => line.includes("level=error"));
    await eventually("the log names the problem", () => errors().length > 0, PATIENCE_MS);
    const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(status).toBe(503);
    expect(errors()).toHaveLength(1);
    return errors()[0] ?? "";
  }

  test("of version 6 is refused as too old, and the log names the version that is needed", async () => {
    // Current Debian packages no Redis 6, so this server answers as one does.
    const info = "# Server\r\nredis_version:6.0.16\r\nredis_mode:standalone\r\n";
    const answers: readonly (readonly [RegExp, string])[] = [
      [/CLIENT\r\n/, "+OK\r\n"],
      [/DEL\r\n/, ":0\r\n"],
      [/PING\r\n/, "+PONG\r\n"],
      [/INFO\r\n/, `$${info.length}\r\n${info}\r\n`],
      [/FUNCTION\r\n/, "-ERR unknown command `FUNCTION`, with args beginning with: `LIST`, \r\n"],
    ];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        for (const command of chunk.toString().split(/(?=\*\d+\r\n\$)/)) {
          socket.write(answers.find(([what]) => what.test(command))?.[1] ?? "-ERR unknown\r\n");
        }
      });
    });
    const port = await freePort();
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    try {
      expect(await errorOver(`redis://127.0.0.1:${port}`)).toContain(
        "Redis 7 or newer is needed; this is 6.0.16",
      );
    } finally {
      server.close();
    }
  });

  test("of version 7 is refused because the command is disabled", async () => {
    const port = await freePort();
    keep(await startRedis(directory, port, {}, HERE, ["--rename-command", "FUNCTION", ""]));
    const error = await errorOver(`redis://127.0.0.1:${port}`);
    expect(error).toContain("redis_without_functions");
    expect(error).not.toContain("this is 7");
  });
});
