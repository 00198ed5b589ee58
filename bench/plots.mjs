// Draws the newest saved figures of each benchmark: bench/plots/NAME.svg, which bench/RESULTS.md opens with.
//   node bench/plots.mjs [--check]   --check: fails if a picture is not that of the figures
// SPDX-License-Identifier: MIT
import { readFileSync, writeFileSync } from "node:fs";
import { draw } from "./plots/draw.mjs";
import { newestSection, numberIn } from "./plots/results.mjs";

const RESULTS = readFileSync(new URL("RESULTS.md", import.meta.url), "utf8");
const PEERS = { uws: "uWebSockets in node", ws: "ws in node" };

const bar = (name, cell, unit, own = !(name in PEERS)) => {
  const value = numberIn(cell);
  return { name: PEERS[name] ?? name, value, text: `${value.toLocaleString("en")} ${unit}`, own };
};

const charts = {
  relay: ({ tables }) => ({
    title: "Relay: CPU time of the server for each message",
    groups: tables.map(({ heading, rows }) => {
      const column = Object.keys(rows[0]).find((name) => name.startsWith("CPU us/"));
      return { label: heading, bars: rows.map((row) => bar(row.server, row[column], "µs")) };
    }),
  }),
  idle: ({ tables: [{ rows }] }) => ({
    title: "Idle: memory of the server for each socket",
    groups: [{ label: "15,000 sockets in rooms", limit: 400, bars: rows.map((row) => bar(row.server, row["private dirty"], "bytes")) }],
  }),
  match: ({ tables }) => {
    const [busy, paced] = ["busy", "sent late p99"].map((column) => tables.find(({ rows }) => column in rows[0]).rows);
    const of = (rows) => rows.filter((row) => row.visitors === "1,000" && row.interests === "none");
    const p99 = (row) => row["p99 (least to most)"] ?? row.p99;
    return {
      title: "Match: from `find` to `matched`",
      groups: [
        { label: "99 of 100 within, at 1,000 finds a second", limit: 5, bars: of(paced).map((row) => bar(row.deployment, p99(row), "ms")) },
        { label: "Pairs a second on one core, saturated (more is better)", bars: of(busy).map((row) => bar(row.deployment, row["pairs/s"], "pairs/s")) },
      ],
    };
  },
  face: ({ tables: [{ rows }] }) => ({
    title: "Next face: from Skip to the partner's first frame",
    groups: [...new Set(rows.map((row) => row["one way"]))].map((delay) => ({
      label: `Network delay ${delay} one way, median`,
      bars: rows.filter((row) => row["one way"] === delay).map((row) => bar(row.way, row.p50, "ms", !/in the room/.test(row.way))),
    })),
  }),
};

const stale = [];
for (const [name, chart] of Object.entries(charts)) {
  const section = newestSection(RESULTS, name);
  const note = `Less is better. Dashed: the limit set for it. Measured on ${section.date} at ${section.commit}.`;
  const picture = draw({ note, ...chart(section) });
  const file = new URL(`plots/${name}.svg`, import.meta.url);
  if (!process.argv.includes("--check")) writeFileSync(file, picture);
  else if (readFileSync(file, "utf8") !== picture) stale.push(name);
}
if (stale.length > 0) {
  console.error(`bench/plots: not drawn from the saved figures: ${stale.join(", ")}; run: node bench/plots.mjs`);
  process.exit(1);
}
