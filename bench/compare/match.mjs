// Pairs a second: the store by itself, and the whole server with visitors on WebSockets.
// SPDX-License-Identifier: MIT
import { measure, requirePrograms, withServer } from "./contenders.mjs";
import { median, progress, round, spread, table, whole } from "./figures.mjs";
import { placement } from "./processes.mjs";
import { measureStores } from "./stores.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 5;
const milliseconds = quick ? 300 : 3000;

requirePrograms();
const rows = await measureStores(quick);
console.log(
  "Store port driven directly: two visitors of 1,000 find, both commit, the room is closed. `waiting` tickets " +
    "that fit nobody stay in the queue meanwhile.\n",
);
console.log(
  table(
    ["store", "wishes", "waiting", "CPU us/pair", "of it in redis", "pairs/s"],
    rows.map((row) => [
      row.store,
      row.plan,
      whole(row.waiting),
      spread(row.cpu_us),
      row.redis_cpu_us.length ? round(median(row.redis_cpu_us)) : "-",
      round(median(row.pairs_per_second)),
    ]),
  ),
);

const results = [];
for (const visitors of quick ? [100] : [100, 1000]) {
  const figures = [];
  for (let pass = 0; pass < rounds; ++pass) {
    progress(`round ${pass + 1} of ${rounds}: ${visitors} visitors`);
    figures.push(
      await withServer("nexuschat", (server) =>
        measure(server, "match", `--visitors=${visitors}`, `--milliseconds=${milliseconds}`),
      ),
    );
  }
  results.push([visitors, (name) => figures.map((figure) => figure[name])]);
}
console.log(
  `\nWhole server (nexuschat, embedded store) over WebSockets: visitors who search again as soon as they are ` +
    `matched; ${placement}; medians of ${rounds}.\n`,
);
console.log(
  table(
    ["visitors", "CPU us/pair", "pairs/s", "server busy", "find to matched p50", "p99", "bytes kept a pair"],
    results.map(([visitors, column]) => [
      visitors,
      spread(column("cpu_us")),
      round(median(column("pairs_per_second"))),
      `${round(100 * median(column("busy")), 2)}%`,
      `${round(median(column("found_p50_us")) / 1000)} ms`,
      `${round(median(column("found_p99_us")) / 1000)} ms`,
      whole(median(column("bytes_per_pair"))),
    ]),
  ),
);
console.log(
  "\nThe visitors keep the server saturated, so the times from find to matched are those of a full queue; a " +
    "visitor is matched twice as often as there are pairs. What is kept is the room's record, for two minutes.",
);
