// A deployment of both services and Redis, as on many machines.
// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { freePort, redisCommand, sleep } from "./processes.mjs";

export async function startRedis(launch, onCores) {
  const port = await freePort();
  return { port, process: await launch(onCores(redisCommand(port)), port) };
}

async function started(launch, command, port) {
  return { port, process: await launch(command, port) };
}

/// A matching process assigns no room before a signalling node has announced itself.
async function knowsHomes({ port }) {
  for (let tries = 0; tries < 400; ++tries) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/info`);
    if ((await response.json()).homes > 0) return;
    await sleep(50);
  }
  throw new Error("a matching process does not know the signalling node");
}

/// One nexus-signalling and `desks` nexus-matching processes on one Redis.
export async function startSplit(launch, bin, options) {
  const { redis, settings, desks = 1, onRoomCores, onDeskCores } = options;
  const shared = [
    ...settings,
    `--redis-url=redis://127.0.0.1:${redis.port}`,
    `--credentials-secrets=${randomBytes(32).toString("hex")}`,
  ];
  const rooms = await freePort();
  const signalling = await started(
    launch,
    onRoomCores([
      `${bin}/nexus-signalling`,
      `--server-port=${rooms}`,
      "--node-name=rooms",
      `--signalling-url=ws://127.0.0.1:${rooms}/v1/room`,
      ...shared,
    ]),
    rooms,
  );
  const matching = [];
  for (let i = 0; i < desks; ++i) {
    const port = await freePort();
    const program = [`${bin}/nexus-matching`, `--server-port=${port}`, `--node-name=desk-${i}`];
    matching.push(await started(launch, onDeskCores([...program, ...shared]), port));
  }
  for (const desk of matching) await knowsHomes(desk);
  return { rooms: signalling, desks: matching };
}
