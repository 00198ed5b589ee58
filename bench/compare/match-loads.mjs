// Searching visitors on WebSockets: how many, with which deployment, how often; and the tables of the results.
// SPDX-License-Identifier: MIT
import { matchingOn, measure, withServer } from "./contenders.mjs";
import { median, progress, round, spread, table, whole } from "./figures.mjs";

/// Limits of a generator process and of a server process: each may open 20,000 files.
const visitorsOfProcess = 19_800;

/// `desks` 0: nexuschat with the embedded store.
function deployment({ desks }) {
  if (desks === 0) return "nexuschat";
  return `${desks} matching + Redis`;
}

/// Runs the deployments one after the other, all rows of one on the same processes.
function byDeployment(rows) {
  const groups = new Map();
  for (const row of rows) {
    const name = deployment(row);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

function loadOptions(row) {
  const options = [`--visitors=${row.visitors}`, `--milliseconds=${row.milliseconds}`];
  const processes = Math.ceil(row.visitors / visitorsOfProcess);
  options.push(`--processes=${processes}`, `--warm-up-milliseconds=${row.warmUp ?? 500}`);
  if (row.wishes) options.push("--wishes");
  if (row.rate) options.push(`--rate=${row.rate}`);
  return options;
}

/// The figures of each row, one for each round.
async function measureRows(rows, rounds) {
  const results = new Map(rows.map((row) => [row, []]));
  for (let pass = 0; pass < rounds; ++pass) {
    for (const [name, group] of byDeployment(rows)) {
      const due = group.filter((row) => pass < (row.rounds ?? rounds));
      if (due.length === 0) continue;
      const start = name === "nexuschat" ? undefined : matchingOn(group[0].desks);
      await withServer(
        name,
        async (server) => {
          for (const row of due) {
            progress(`round ${pass + 1} of ${rounds}: ${name}, ${row.visitors} visitors`);
            results.get(row).push(await measure(server, "match", ...loadOptions(row)));
          }
        },
        start,
      );
    }
  }
  return rows.map((row) => {
    const figures = results.get(row);
    return { ...row, column: (name) => figures.map((figure) => figure[name]) };
  });
}

const milliseconds = (column) => `${round(median(column) / 1000)} ms`;
const wishes = (row) => (row.wishes ? "four of twelve" : "none");
const ofRedis = (row, name) => (row.desks > 0 ? spread(row.column(name)) : "-");
const bytesOfRedis = (row) =>
  row.desks > 0 ? whole(median(row.column("redis_bytes_per_pair"))) : "-";

/// Resident memory of the server's processes and of Redis.
function memory(row) {
  const mebibytes = (name) => `${whole(median(row.column(name)) / 2 ** 20)} MiB`;
  return [mebibytes("resident"), row.desks > 0 ? mebibytes("redis_resident") : "-"];
}

/// Visitors who search again as soon as they are matched.
export async function saturated(rows, rounds) {
  const results = await measureRows(rows, rounds);
  return table(
    [
      "deployment",
      "visitors",
      "interests",
      "CPU us/pair",
      "Redis us/pair",
      "pairs/s",
      "busy",
      "Redis busy",
      "find to matched p50",
      "p99",
      "p99.9",
      "memory",
      "Redis memory",
      "bytes kept a pair",
      "in Redis",
    ],
    results.map((row) => [
      deployment(row),
      whole(row.visitors),
      wishes(row),
      spread(row.column("cpu_us")),
      ofRedis(row, "redis_cpu_us"),
      round(median(row.column("pairs_per_second"))),
      `${round(100 * median(row.column("busy")), 2)}%`,
      row.desks > 0 ? `${round(100 * median(row.column("redis_busy")), 2)}%` : "-",
      milliseconds(row.column("found_p50_us")),
      milliseconds(row.column("found_p99_us")),
      milliseconds(row.column("found_p999_us")),
      ...memory(row),
      whole(median(row.column("bytes_per_pair"))),
      bytesOfRedis(row),
    ]),
  );
}

/// Finds at a constant rate. Also returns the values of each row that the bar needs.
export async function paced(rows, rounds) {
  const result = await measureRows(rows, rounds);
  const text = table(
    [
      "deployment",
      "visitors",
      "interests",
      "pairs/s",
      "find to matched p50",
      "p99 (least to most)",
      "p99.9",
      "sent late p99",
      "unanswered",
      "CPU us/pair",
      "Redis us/pair",
      "memory",
      "Redis memory",
    ],
    result.map((row) => [
      deployment(row),
      whole(row.visitors),
      wishes(row),
      round(median(row.column("pairs_per_second"))),
      milliseconds(row.column("found_p50_us")),
      `${spread(row.column("found_p99_us").map((us) => us / 1000))} ms`,
      milliseconds(row.column("found_p999_us")),
      milliseconds(row.column("late_p99_us")),
      whole(median(row.column("unanswered"))),
      spread(row.column("cpu_us")),
      ofRedis(row, "redis_cpu_us"),
      ...memory(row),
    ]),
  );
  const judged = result.map((row) => ({
    name: `${deployment(row)}, ${whole(row.visitors)} visitors`,
    hasBar: row.bar === true,
    p99: median(row.column("found_p99_us")) / 1000,
  }));
  return { text, judged };
}
