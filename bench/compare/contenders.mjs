// The servers to compare: how each is started and loaded.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort, onLoadCores, onServerCore, sleep, withProcesses } from "./processes.mjs";
import { startRedis, startSplit } from "./split.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = `${root}build/bench/bin`;
/// Another build of the server can be measured with NEXUS_BIN.
const bin = process.env.NEXUS_BIN ?? tools;
export const load = `${tools}/nexus-load`;
export const matchBench = `${tools}/nexus-match-bench`;

/// All visitors connect from this machine and send as fast as they get answers. So the limits on an
/// address's connections and on a socket's messages are off; the server still counts both.
export const settings = [
  "--server-connections-max=19900",
  "--server-loopback-is-exempt=true",
  "--limits-finds-per-second-max=0",
  "--limits-messages-per-10-s-max=0",
  "--log-level=warn",
];

async function startNexusChat(launch) {
  const port = await freePort();
  const command = [`${bin}/nexuschat`, `--server-port=${port}`, ...settings];
  return { port, process: await launch(onServerCore(command), port), load: [] };
}

/// The signalling program of a deployment with Redis: it holds the rooms and nothing else.
async function startNexusSignalling(launch) {
  const redis = await startRedis(launch, onLoadCores);
  const split = await startSplit(launch, bin, {
    redis,
    settings,
    onRoomCores: onServerCore,
    onDeskCores: onLoadCores,
  });
  return {
    port: split.desks[0].port,
    process: split.rooms.process,
    load: [`--room-port=${split.rooms.port}`],
  };
}

/// Several matching programs on one Redis. Rooms are assigned, but visitors do not join them.
export const matchingOn = (desks) => async (launch) => {
  const redis = await startRedis(launch, onServerCore);
  const split = await startSplit(launch, bin, {
    redis,
    settings,
    desks,
    onRoomCores: onLoadCores,
    onDeskCores: onServerCore,
  });
  const [first, ...others] = split.desks;
  return {
    port: first.port,
    process: first.process,
    load: [],
    matchLoad: [
      `--redis-process=${redis.process}`,
      ...split.desks.map((desk) => `--match-port=${desk.port}`),
      ...others.map((desk) => `--also=${desk.process}`),
    ],
  };
};

const onNode = (script) => async (launch) => {
  const port = await freePort();
  const command = [process.execPath, "--expose-gc", `${root}bench/peers/${script}`, String(port)];
  return {
    port,
    process: await launch(onServerCore(command), port),
    load: ["--dialect=pairs", "--collects"],
  };
};

/// `what` is printed with the figures and lists what each server checks.
export const contenders = {
  nexuschat: {
    start: startNexusChat,
    what:
      "NexusChat: checks origin and subprotocol at the upgrade, UTF-8, the whole JSON message against the " +
      "schema, and that the sender has a seat in the room it names; then relays within the room",
  },
  "nexus-signalling": {
    start: startNexusSignalling,
    what: "the same rooms in a separate program, where Redis keeps the queue and the rooms' records",
  },
  uws: {
    start: onNode("uws.mjs"),
    what:
      "uWebSockets' C++ core, called from node as its users do (so each message crosses into " +
      "JavaScript once): checks UTF-8, relays within the pair, no JSON, no rooms",
  },
  ws: {
    start: onNode("ws.mjs"),
    what: "the npm package ws with bufferutil: checks UTF-8, relays within the pair, no JSON, no rooms",
  },
};

/// Runs `work(server)` on a fresh server: a contender, or the result of `start`.
export function withServer(name, work, start = contenders[name].start) {
  return withProcesses(async (launch) => {
    const server = await start(launch);
    // The first seconds of a server are part of its start.
    await sleep(500);
    return work({ name, ...server });
  });
}

/// Runs the load generator against a server and returns its figures.
export async function measure(server, scenario, ...options) {
  const [program, ...args] = onLoadCores([
    load,
    `--port=${server.port}`,
    `--server=${server.process}`,
    ...server.load,
    scenario,
    ...(scenario === "match" ? (server.matchLoad ?? []) : []),
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
