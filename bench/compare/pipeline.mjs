// Round trips of others while one address sends pipelined requests on 18 connections.
// SPDX-License-Identifier: MIT
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { round, table } from "./figures.mjs";
import { freePort, limitedServerCommand, onServerCore, sleep, withProcesses } from "./processes.mjs";

const CONNECTIONS = 18;
const BAR = 3;
const quick = process.argv.includes("--quick");
const seconds = quick ? 1 : 10;
const request = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

/// Keeps every connection full of tiny requests, and opens a new one for each that the server ends.
function attack(port) {
  const many = request.repeat(2260);
  const open = () => {
    const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1" });
    const fill = () => {
      while (!socket.destroyed && socket.write(many));
    };
    socket.on("connect", fill).on("drain", fill).resume();
    socket.on("error", () => {}).on("close", () => setTimeout(open, 200));
  };
  for (let i = 0; i < CONNECTIONS; ++i) open();
}

/// Milliseconds of one request after the other on a connection of another address.
async function roundTrips(port) {
  const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.2" });
  await once(socket, "connect");
  socket.setNoDelay(true);
  const times = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const began = performance.now();
    socket.write(request);
    await once(socket, "data");
    times.push(performance.now() - began);
    await sleep(10);
  }
  socket.destroy();
  return times.sort((a, b) => a - b);
}

async function measure() {
  const port = await freePort();
  const [quiet, attacked] = await withProcesses(async (launch) => {
    await launch(onServerCore(limitedServerCommand(port)), port);
    const before = await roundTrips(port);
    const attacker = fork(fileURLToPath(import.meta.url), ["attack", String(port)]);
    try {
      await sleep(500);
      return [before, await roundTrips(port)];
    } finally {
      attacker.kill("SIGKILL");
    }
  });
  const at = (times, share) => times[Math.floor((times.length - 1) * share)];
  const row = (name, times) => [name, ...[0.5, 0.99, 1].map((share) => round(at(times, share)))];
  console.log(
    `Milliseconds of a request of another address, one at a time for ${seconds} s, while ` +
      `${CONNECTIONS} connections of one address send pipelined requests; limits at their defaults.\n`,
  );
  console.log(table(["", "p50", "p99", "max"], [row("alone", quiet), row("attacked", attacked)]));
  const factor = at(attacked, 0.99) / at(quiet, 0.99);
  const isWithin = factor <= BAR;
  console.log(`\nThe bar is a p99 of at most ${BAR} times: ${isWithin ? "kept" : "MISSED"} with ${round(factor)}`);
  if (!isWithin && !quick) process.exitCode = 3;
}

if (process.argv[2] === "attack") {
  // It computes all the time. The server's core is its own, but the process that measures shares this one.
  setPriority(constants.priority.PRIORITY_LOW);
  attack(Number(process.argv[3]));
} else await measure();
