// CPU for each relayed message, throughput and handshakes, compared with other servers.
// SPDX-License-Identifier: MIT
import { contenders, measure, requirePrograms, withServer } from "./contenders.mjs";
import { median, progress, ratio, round, spread, table } from "./figures.mjs";
import { placement } from "./processes.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 5;
const pairs = quick ? 50 : 500;
const milliseconds = quick ? 300 : 2000;
const handshakes = quick ? 1000 : 10_000;

requirePrograms();
const names = ["nexuschat", "uws", "ws"];
const results = Object.fromEntries(names.map((name) => [name, []]));
for (let pass = 0; pass < rounds; ++pass) {
  // Each round begins with another contender, so that none always follows the same one.
  for (let i = 0; i < names.length; ++i) {
    const name = names[(pass + i) % names.length];
    progress(`round ${pass + 1} of ${rounds}: ${name}`);
    results[name].push(
      await withServer(name, async (server) => ({
        ...(await measure(server, "relay", `--pairs=${pairs}`, `--milliseconds=${milliseconds}`)),
        handshakes: await measure(server, "handshakes", `--count=${handshakes}`),
      })),
    );
  }
}

const column = (name, load, figure) => results[name].map((result) => result[load][figure]);
const loads = {
  paced: "2,000 messages a second in all, evenly spaced",
  ping_pong: "1 message in flight a pair",
  pipelined: "16 messages in flight a pair",
  handshakes: "connect, upgrade, closing handshake; 64 at a time",
};

console.log(
  `${pairs} pairs, text messages of 200 bytes (an ICE candidate); ${placement}; ` +
    `medians of ${rounds} (least to most), contenders interleaved.\n` +
    "CPU is user and system time of the whole server process. `times uws` compares within a round.\n",
);
for (const [load, what] of Object.entries(loads)) {
  const unit = load === "handshakes" ? "handshake" : "message";
  console.log(`${load}: ${what}\n`);
  console.log(
    table(
      ["server", `CPU us/${unit}`, "times uws", `${unit}s/s`, "server busy"],
      names.map((name) => [
        name,
        spread(column(name, load, "cpu_us")),
        ratio(column(name, load, "cpu_us"), column("uws", load, "cpu_us")),
        round(median(column(name, load, "per_second"))),
        `${round(100 * median(column(name, load, "busy")), 2)}%`,
      ]),
    ),
  );
  console.log();
}
console.log(
  "Where the server is busy for less than 100%, the load generator and other processes limit the " +
    "throughput: compare the CPU times and their ratios.\n",
);
for (const name of names) console.log(`- ${name}: ${contenders[name].what}.`);
