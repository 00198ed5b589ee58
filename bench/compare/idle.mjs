// The memory of an idle connection, compared with other servers.
// SPDX-License-Identifier: MIT
import { contenders, measure, requirePrograms, withServer } from "./contenders.mjs";
import { median, progress, round, table, whole } from "./figures.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 3;
const sockets = Number(process.env.NEXUS_BENCH_SOCKETS ?? (quick ? 1000 : 15_000));
const barBytes = 400;

requirePrograms();
const cases = {
  "nexus-signalling": { server: "nexus-signalling", count: sockets, options: [] },
  nexuschat: { server: "nexuschat", count: sockets, options: [] },
  "nexuschat, matching socket kept": {
    server: "nexuschat",
    count: Math.min(sockets, 9_800),
    options: ["--keep-match-sockets"],
  },
  uws: { server: "uws", count: sockets, options: [] },
  ws: { server: "ws", count: sockets, options: [] },
};
const results = {};
for (let pass = 0; pass < rounds; ++pass) {
  for (const [name, { server, count, options }] of Object.entries(cases)) {
    progress(`round ${pass + 1} of ${rounds}: ${name}`);
    const settle = `--settle-milliseconds=${quick ? 500 : 3000}`;
    const figures = await withServer(server, (running) =>
      measure(running, "idle", `--sockets=${count}`, settle, ...options),
    );
    (results[name] ??= []).push(figures);
  }
}

const middle = (name, figure) => median(results[name].map((result) => result[figure]));
console.log(
  `${sockets} sockets, joined in pairs, idle; bytes of the server process for each, from ` +
    `/proc/PID/smaps_rollup before and after; medians of ${rounds}. node collects garbage first.\n`,
);
console.log(
  table(
    ["server", "sockets", "anonymous", "private dirty", "resident", "process in all", "kernel"],
    Object.keys(cases).map((name) => [
      name,
      whole(middle(name, "sockets")),
      whole(middle(name, "anonymous")),
      whole(middle(name, "private_dirty")),
      whole(middle(name, "resident")),
      `${round(middle(name, "resident_total") / 2 ** 20)} MiB`,
      whole(middle(name, "kernel_slab") + middle(name, "kernel_buffers")),
    ]),
  ),
);
console.log(
  "\n`kernel` is the growth of the whole machine's slab and TCP buffers, divided by the sockets: both ends " +
    "of each connection are on this machine, and all other processes count too.\n" +
    "nexus-signalling holds the sockets with their rooms and seats. nexuschat also holds matching's memory " +
    "of visitors who left it: a room's record for two minutes, recent partners for ten. `matching socket kept` is " +
    "a visitor with both sockets open.\n",
);
for (const [name, { what }] of Object.entries(contenders)) console.log(`- ${name}: ${what}.`);

console.log(`\nThe bar is ${barBytes} bytes a socket with its seat in a room:`);
for (const name of ["nexus-signalling", "nexuschat"]) {
  const bytes = middle(name, "anonymous");
  const isWithin = bytes <= barBytes;
  console.log(`- ${name}: ${isWithin ? "kept" : "MISSED"} with ${whole(bytes)}`);
  // A small number of sockets proves nothing: the first pages of every table count in full.
  if (!isWithin && !quick) process.exitCode = 3;
}
