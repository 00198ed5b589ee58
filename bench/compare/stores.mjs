// Runs the micro-benchmark of the stores, with a separate Redis.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { matchBench } from "./contenders.mjs";
import { progress } from "./figures.mjs";
import { freePort, onLoadCores, onServerCore, redisCommand, withProcesses } from "./processes.mjs";

async function run(quick, ...options) {
  const [program, ...args] = onLoadCores([matchBench, ...options, ...(quick ? ["--quick"] : [])]);
  const { stdout } = await promisify(execFile)(program, args);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/// One row for each store, plan and queue length.
export async function measureStores(quick) {
  progress("the embedded store");
  const memory = await run(quick, "--store=memory");
  progress("the Redis store");
  const redis = await withProcesses(async (launch) => {
    const port = await freePort();
    const process = await launch(onServerCore(redisCommand(port)), port);
    return run(quick, "--store=redis", `--redis-port=${port}`, `--redis-process=${process}`);
  });
  return [...memory, ...redis];
}
