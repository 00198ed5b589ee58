// The servers that are compared, and how one is started and loaded.
// SPDX-License-Identifier: MIT
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = `${root}build/bench/bin`;
/// Another build of the server can be measured with NEXUS_BIN.
const bin = process.env.NEXUS_BIN ?? tools;
const load = `${tools}/nexus-load`;
export const matchBench = `${tools}/nexus-match-bench`;

const node = (script) => (port) => [
  process.execPath,
  "--expose-gc",
  `${root}bench/peers/${script}`,
  String(port),
];

/// `what` is printed with the figures, so that nobody compares apples with oranges unknowingly.
export const contenders = {
  nexuschat: {
    command: (port) => [
      `${bin}/nexuschat`,
      `--server-port=${port}`,
      "--server-connections-max=19900",
      "--log-level=warn",
    ],
    load: ["--dialect=nexuschat"],
    what:
      "ours: checks origin and subprotocol at the upgrade, UTF-8, the whole JSON message against the " +
      "schema, and that the sender sits in the room it names; then relays within the room",
  },
  uws: {
    command: node("uws.mjs"),
    load: ["--dialect=pairs", "--collects"],
    what:
      "uWebSockets' C++ core, called from node as its users do (so each message crosses into " +
      "JavaScript once): checks UTF-8, relays within the pair, no JSON, no rooms",
  },
  ws: {
    command: node("ws.mjs"),
    load: ["--dialect=pairs", "--collects"],
    what: "the npm package ws with bufferutil: checks UTF-8, relays within the pair, no JSON, no rooms",
  },
};

// The server takes NEXUS_* for settings, and refuses those it does not know.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("NEXUS_")),
);

const isPinned = availableParallelism() > 1;
export const placement = isPinned
  ? "server pinned to core 0, load to the others"
  : "server and load share the only core: the throughputs mean little";
export const pinned = (cores, command) => (isPinned ? ["taskset", "-c", cores, ...command] : command);
export const serverCores = "0";
export const loadCores = `1-${availableParallelism() - 1}`;

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export async function accepts(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/// Runs `work(server)` on a fresh server and stops it, whatever happens.
export async function withServer(name, work) {
  const port = await freePort();
  const [program, ...args] = pinned(serverCores, contenders[name].command(port));
  const child = spawn(program, args, {
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  let ended = false;
  const end = once(child, "exit").then(() => {
    ended = true;
  });
  try {
    const deadline = Date.now() + 20_000;
    while (!(await accepts(port))) {
      if (ended || Date.now() > deadline) throw new Error(`${name} does not start`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // The first ticks of a server belong to its start.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return await work({ name, port, process: child.pid });
  } finally {
    child.kill("SIGKILL");
    await end;
  }
}

/// Runs the load generator against a server; its figures.
export async function measure(server, scenario, ...options) {
  const [program, ...args] = pinned(loadCores, [
    load,
    `--port=${server.port}`,
    `--server=${server.process}`,
    ...contenders[server.name].load,
    scenario,
    ...options,
  ]);
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`${server.name}, ${scenario}: ${error.stderr || error.message}`);
  }
}

export function requirePrograms() {
  for (const program of [`${bin}/nexuschat`, load, matchBench]) {
    if (!existsSync(program)) throw new Error(`${program} is missing: run ./nexus bench`);
  }
}
