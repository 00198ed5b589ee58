// Starts servers on separate cores and stops them, whatever happens.
// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { availableParallelism } from "node:os";

const isPinned = availableParallelism() > 1;
export const placement = isPinned
  ? "server pinned to core 0, load to the others"
  : "server and load share the only core: the throughputs mean little";
const lastCore = availableParallelism() - 1;

export const onServerCore = (command) => (isPinned ? ["taskset", "-c", "0", ...command] : command);
export const onLoadCores = (command) =>
  isPinned ? ["taskset", "-c", `1-${lastCore}`, ...command] : command;

// The server takes NEXUS_* as settings and warns about unknown ones.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("NEXUS_")),
);

export const sleep = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function accepts(port) {
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

/// Calls `work(launch)`. `launch(command, port)` starts a program, waits until it listens, and returns its process
/// id; `listens` replaces the check for a port that this process cannot reach. All programs end with the work.
export async function withProcesses(work) {
  const started = [];
  const launch = async ([program, ...args], port, listens = () => accepts(port)) => {
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "ignore", "inherit"] });
    const entry = { child, ended: false };
    entry.end = Promise.race([once(child, "exit"), once(child, "error")]).then(() => {
      entry.ended = true;
    });
    started.push(entry);
    const deadline = Date.now() + 180_000; // Callgrind beside other work is slow
    while (!(await listens())) {
      if (entry.ended || Date.now() > deadline) {
        throw new Error(`does not start: ${[program, ...args].join(" ")}`);
      }
      await sleep(50);
    }
    return child.pid;
  };
  try {
    return await work(launch);
  } finally {
    for (const { child, end } of started.reverse()) {
      child.kill("SIGKILL");
      await end;
    }
  }
}

/// nexuschat whose limits of an address hold on loopback, too.
export const limitedServerCommand = (port) => [
  `${process.env.NEXUS_BIN ?? "build/bench/bin"}/nexuschat`,
  `--server-port=${port}`,
  "--server-loopback-is-exempt=false",
  "--log-level=error",
];

/// A Redis without persistence.
export const redisCommand = (port) => [
  "redis-server",
  ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
];
