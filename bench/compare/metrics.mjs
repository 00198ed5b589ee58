// What counting for the metrics costs a relayed message, in instructions of the server: unlike time, they are the same on
// a busy machine. Callgrind attributes each to a line of code, so those of base/metrics.hpp are known exactly.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { load, settings } from "./contenders.mjs";
import { progress, round, table } from "./figures.mjs";
import { freePort, withProcesses } from "./processes.mjs";

const quick = process.argv.includes("--quick");
/// Messages of each of 10 pairs. The cost of a message is the difference between a few and many: what else a load costs
/// is in both.
const [few, many] = quick ? [40, 200] : [40, 1_000];
/// Counted are the instructions in this function: all that a message causes, but not the timer, which ticks more often
/// during a slow run.
const HANDLER = "nexus::transport::Server::Impl::on_events*";
const COUNTING = /\/base\/metrics\.hpp$/;
/// The share of a message's instructions that counting may have.
const BAR = 0.01;

const run = promisify(execFile);
const server = `${process.env.NEXUS_BIN ?? fileURLToPath(new URL("../../build/dev/bin", import.meta.url))}/nexuschat`;
for (const program of [server, load]) {
  if (!existsSync(program)) throw new Error(`${program} is missing: run ./nexus bench metrics`);
}

/// All instructions of a dump, and those of lines in base/metrics.hpp (Valgrind manual, "Callgrind Format Specification").
function instructionsOf(dump) {
  const files = new Map();
  const cost = { all: 0, counting: 0 };
  let file = "";
  let isCall = false;
  for (const line of dump.split("\n")) {
    const [, key, id, name] = /^(c?f[lie])=(\(\d+\))(?: (.*))?$/.exec(line) ?? [];
    if (key !== undefined) {
      if (name !== undefined) files.set(id, name);
      if (!key.startsWith("c")) file = files.get(id);
    } else if (line.startsWith("calls=")) {
      isCall = true; // the next line has what the callee cost, which its own lines have, too
    } else if (/^[+\-*\d]/.test(line)) {
      const count = Number(line.split(" ")[1]);
      if (!isCall) {
        cost.all += count;
        if (COUNTING.test(file)) cost.counting += count;
      }
      isCall = false;
    }
  }
  if (cost.counting === 0) throw new Error(`no line of base/metrics.hpp ran in ${HANDLER}`);
  return cost;
}

/// Instructions for each message of a server that runs under Callgrind.
async function instructions(inFlight) {
  const folder = mkdtempSync(join(tmpdir(), "nexus-callgrind-"));
  const out = join(folder, "out");
  try {
    return await withProcesses(async (launch) => {
      const port = await freePort();
      // Its pipes outlive a server that is killed, unless they are in the folder.
      const pipes = `--vgdb-prefix=${join(folder, "pipe")}`;
      const callgrind = ["--tool=callgrind", `--callgrind-out-file=${out}`, pipes];
      const id = await launch(
        [
          ...["valgrind", "--quiet", ...callgrind, `--toggle-collect=${HANDLER}`],
          ...[server, `--server-port=${port}`, ...settings],
        ],
        port,
      );
      let dumps = 0;
      const relayed = async (messages) => {
        const options = ["--pairs=10", `--messages=${messages}`, `--in-flight=${inFlight}`];
        const { stdout } = await run(load, [
          ...[`--port=${port}`, `--server=${id}`, "bounce", ...options],
        ]);
        // Each dump holds the instructions since the one before.
        await run("callgrind_control", [pipes, "--dump", String(id)]);
        dumps += 1;
        const cost = instructionsOf(readFileSync(`${out}.${dumps}`, "utf8"));
        return { ...cost, messages: JSON.parse(stdout).messages };
      };
      await relayed(few); // the first visitors of a server cost more
      const [short, long] = [await relayed(few), await relayed(many)];
      const each = (what) => (long[what] - short[what]) / (long.messages - short.messages);
      return { all: each("all"), counting: each("counting") };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rows = [];
let isMissed = false;
for (const [name, inFlight] of [
  ["1 message in flight", 1],
  ["16 messages in flight", 16],
]) {
  progress(name);
  const { all, counting } = await instructions(inFlight);
  // A count is an addition in memory (base/metrics.hpp) to a number whose address is loaded before (std::vector).
  const share = (2 * counting) / all;
  isMissed ||= share > BAR;
  rows.push([name, round(all), round(counting), `${(100 * share).toFixed(2)} %`]);
}

console.log(
  "10 pairs, one after the other; text messages of 200 bytes (an ICE candidate); instructions of the server in user " +
    "mode for each message, as Callgrind counts them. The share has the load of an address for each addition, too. The " +
    "kernel's part of a message, which counting does not touch, is not among them: of the whole processor time the " +
    `share is smaller. The bar is ${100 * BAR} %.\n`,
);
console.log(table(["load", "a message", "of it in base/metrics.hpp", "share"], rows));
if (isMissed) process.exitCode = 3;
