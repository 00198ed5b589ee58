// What counting for the metrics adds to a relayed message, in instructions of the server: unlike time, they are the same
// on a busy machine. Callgrind counts them in two builds of the same sources, one of which counts no events.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { load, settings } from "./contenders.mjs";
import { median, progress, spread, table, whole } from "./figures.mjs";
import { freePort, withProcesses } from "./processes.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 3;
/// Messages of each of 10 pairs. The cost of a message is the difference between a few and many: what else a load costs
/// is in both.
const [few, many] = quick ? [40, 200] : [40, 1_000];
/// The instructions that counting may add to a message.
const BAR = 0.01;

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const builds = { counted: `${root}build/bench/bin`, uncounted: `${root}build/uncounted/bin` };
for (const program of [...Object.values(builds).map((bin) => `${bin}/nexuschat`), load]) {
  if (!existsSync(program)) throw new Error(`${program} is missing: run ./nexus bench metrics`);
}

/// Instructions for each message of a server that runs under Callgrind.
async function instructions(build, inFlight) {
  const folder = mkdtempSync(join(tmpdir(), "nexus-callgrind-"));
  const out = join(folder, "out");
  try {
    return await withProcesses(async (launch) => {
      const port = await freePort();
      const server = await launch(
        [
          ...["valgrind", "--quiet", "--tool=callgrind", `--callgrind-out-file=${out}`],
          ...[`${builds[build]}/nexuschat`, `--server-port=${port}`, ...settings],
        ],
        port,
      );
      let dumps = 0;
      // Each dump holds the instructions since the one before.
      const dump = async () => {
        await run("callgrind_control", ["--dump", String(server)]);
        dumps += 1;
        const text = readFileSync(`${out}.${dumps}`, "utf8");
        return Number(/^(?:totals|summary): (\d+)/m.exec(text)[1]);
      };
      const relayed = async (messages) => {
        const options = ["--pairs=10", `--messages=${messages}`, `--in-flight=${inFlight}`];
        const { stdout } = await run(load, [
          ...[`--port=${port}`, `--server=${server}`, "bounce", ...options],
        ]);
        return { messages: JSON.parse(stdout).messages, cost: await dump() };
      };
      await relayed(few); // the first visitors of a server cost more
      const [short, long] = [await relayed(few), await relayed(many)];
      return (long.cost - short.cost) / (long.messages - short.messages);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const loads = [
  ["1 message in flight", 1],
  ["16 messages in flight", 16],
];
const rows = [];
let isMissed = false;
for (const [name, inFlight] of loads) {
  const counted = [];
  const uncounted = [];
  for (let pass = 0; pass < rounds; ++pass) {
    progress(`${name}, round ${pass + 1} of ${rounds}`);
    counted.push(await instructions("counted", inFlight));
    uncounted.push(await instructions("uncounted", inFlight));
  }
  const added = median(counted) - median(uncounted);
  const share = added / median(uncounted);
  isMissed ||= share > BAR;
  rows.push([
    name,
    spread(uncounted),
    spread(counted),
    whole(added),
    `${(100 * share).toFixed(2)} %`,
  ]);
}

console.log(
  `10 pairs, one after the other; text messages of 200 bytes (an ICE candidate); instructions of the process in user mode for each ` +
    `message, as Callgrind counts them; medians of ${rounds} (least to most), builds by turns. The kernel's part of a ` +
    "message, which counting does not touch, comes on top: of the whole processor time the share is smaller. The bar " +
    `is ${100 * BAR} %.\n`,
);
console.log(table(["load", "without counting", "with", "added", "share"], rows));
if (isMissed) process.exitCode = 3;
