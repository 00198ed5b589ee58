// Pairs a second: the store alone, and the whole server with visitors on WebSockets.
// SPDX-License-Identifier: MIT
import { requirePrograms } from "./contenders.mjs";
import { median, round, spread, table, whole } from "./figures.mjs";
import { paced, saturated } from "./match-loads.mjs";
import { placement } from "./processes.mjs";
import { measureStores } from "./stores.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 3;
const milliseconds = quick ? 300 : 2000;

requirePrograms();
const rows = await measureStores(quick);
console.log(
  "Store port driven directly: two visitors of 1,000 find, both commit, the room is closed. `waiting` tickets " +
    "that match nobody stay in the queue.\n",
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

const row = (desks, visitors, more = {}) => ({ desks, visitors, milliseconds, ...more });
const crowds = quick
  ? [row(0, 100), row(2, 100, { wishes: true })]
  : [
      row(0, 100),
      row(0, 1000),
      row(0, 1000, { wishes: true }),
      row(0, 10_000),
      row(0, 10_000, { wishes: true }),
      row(0, 19_800),
      row(1, 1000),
      row(2, 1000),
      row(4, 100),
      row(4, 1000),
      row(4, 1000, { wishes: true }),
      row(4, 10_000),
    ];
const crowded = await saturated(crowds, rounds);
console.log(
  `\nWhole server over WebSockets: visitors who search again as soon as they are matched; ${placement}; ` +
    `medians of ${rounds}. The rows of a deployment follow each other on the same processes.\n`,
);
console.log(crowded);
console.log(
  "\nThe visitors keep the server saturated, so the times from find to matched are those of a full queue; a " +
    "pair counts as two matched visitors. CPU is that of nexuschat, or of all matching processes " +
    "together; they share the server's core with Redis, so their joint throughput needs more cores " +
    "than one. A pair keeps the room's record for two minutes; no visitor joins the rooms. `memory` is resident and includes what earlier rows of the deployment left.",
);

const rate = 1000;
const pace = (desks, visitors, more = {}) =>
  row(desks, visitors, { rate, milliseconds: quick ? 500 : 4000, ...more });
const paces = quick
  ? [pace(2, 200, { bar: true })]
  : [
      pace(0, 1000),
      pace(1, 1000, { bar: true }),
      pace(4, 1000, { bar: true }),
      pace(4, 1000, { wishes: true }),
      pace(4, 10_000, { bar: true }),
      // As many as four processes can have sockets for.
      pace(4, 79_200, { rounds: 1 }),
    ];
const { text, judged } = await paced(paces, rounds);
console.log(
  `\nThe same, paced: ${whole(rate)} finds a second in all, evenly spaced, independent of earlier answers, ` +
    `and timed from when each was due; medians of ${rounds}.\n`,
);
console.log(text);
console.log(
  "\nHalf of the finds wait for the next one, a millisecond later; the times include that. `sent late` is the delay " +
    "of the load generator. With interests, a find may wait for a visitor who shares one.\n",
);

const barMilliseconds = 5;
console.log(`The bar is a p99 of ${barMilliseconds} ms from find to matched, paced, with Redis:`);
for (const { name, hasBar, p99 } of judged) {
  if (!hasBar) continue;
  const isWithin = p99 <= barMilliseconds;
  console.log(`- ${name}: ${isWithin ? "kept" : "MISSED"} with ${round(p99)} ms`);
  if (!isWithin && !quick) process.exitCode = 3;
}
