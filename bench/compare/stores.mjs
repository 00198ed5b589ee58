// Runs the micro-benchmark of the stores, with a Redis of its own.
// SPDX-License-Identifier: MIT
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { accepts, freePort, loadCores, matchBench, pinned, serverCores } from "./contenders.mjs";
import { progress } from "./figures.mjs";

async function run(quick, ...options) {
  const [program, ...args] = pinned(loadCores, [
    matchBench,
    ...options,
    ...(quick ? ["--quick"] : []),
  ]);
  const { stdout } = await promisify(execFile)(program, args);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function runOnRedis(quick) {
  const port = await freePort();
  const directory = await mkdtemp(`${tmpdir()}/nexus-bench-`);
  const settings = { port, bind: "127.0.0.1", dir: directory, save: "", appendonly: "no" };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [program, ...args] = pinned(serverCores, ["redis-server", ...flags]);
  const redis = spawn(program, args, { stdio: "ignore" });
  const end = Promise.race([once(redis, "exit"), once(redis, "error")]);
  try {
    for (let tries = 0; !(await accepts(port)); ++tries) {
      if (tries > 100) throw new Error("redis-server does not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return await run(
      quick,
      "--store=redis",
      `--redis-port=${port}`,
      `--redis-process=${redis.pid}`,
    );
  } finally {
    redis.kill("SIGKILL");
    await end;
    await rm(directory, { recursive: true, force: true });
  }
}

/// The rows of both stores, and a remark where one could not be measured.
export async function measureStores(quick) {
  progress("the embedded store");
  const rows = await run(quick, "--store=memory");
  const remarks = [];
  progress("the Redis store");
  try {
    rows.push(...(await runOnRedis(quick)));
  } catch (error) {
    remarks.push(`Not measured: redis (${String(error.stderr || error.message).trim()}).`);
  }
  return { rows, remarks };
}
