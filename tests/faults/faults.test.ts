// `./nexus faults`: runs each row of the fault table against real processes, and prints a table of results at the
// end. NEXUS_FAULTS names the rows, NEXUS_FAULTS_LONG=1 selects the full form.
// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { reportSkipped, whyNoNamespaces } from "../support/namespaces.ts";
import { descriptors } from "./descriptors.ts";
import { failOver } from "./fail-over.ts";
import { freeze } from "./freeze.ts";
import { halfOpen } from "./half-open.ts";
import { kill } from "./kill.ts";
import { leaps } from "./leap.ts";
import { lossy } from "./lossy.ts";
import { massReturn } from "./mass-return.ts";
import { memory } from "./memory.ts";
import { noShow } from "./no-show.ts";
import { redis } from "./redis.ts";
import { rolling } from "./rolling.ts";
import { isGood, type Report, runRow } from "./row.ts";
import { soak } from "./soak.ts";

const ROWS = [
  kill,
  freeze,
  redis,
  failOver,
  lossy,
  halfOpen,
  leaps,
  descriptors,
  memory,
  rolling,
  noShow,
  massReturn,
  soak,
];
const LOGS = resolve(import.meta.dirname, "../../build/faults");
const ROW_MS = 45 * 60_000;
const SHOWN = 10;

const isLong = process.env["NEXUS_FAULTS_LONG"] === "1";
const wanted = (process.env["NEXUS_FAULTS"] ?? "").split(/[\s,]+/).filter((name) => name !== "");
const seed = Number(process.env["NEXUS_SEED"] ?? Date.now() % 1_000_000);
const noNetwork = whyNoNamespaces();
const reports: Report[] = [];

function table(): string {
  const rows = [
    ["row", "injected", "visitors", "matches", "violations", "recovery", "verdict"],
    ...reports.map((report) => [
      report.name,
      report.injected,
      `${report.visitors}`,
      `${report.matches}`,
      `${report.violations.length}`,
      report.recoveryMs === undefined ? "-" : `${(report.recoveryMs / 1_000).toFixed(1)} s`,
      isGood(report) ? "holds" : `FAILS (${report.problems.length} problems)`,
    ]),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")).join("\n");
}

afterAll(() => console.log(`\n${table()}\n`));

for (const name of wanted) {
  if (!ROWS.some((row) => row.name === name)) throw new Error(`there is no row ${name}`);
}

for (const row of ROWS) {
  test.runIf(wanted.length === 0 || wanted.includes(row.name))(
    row.name,
    async ({ skip }) => {
      if (row.inNetwork && noNetwork !== undefined) {
        reportSkipped(`row ${row.name} of the faults`, noNetwork);
        skip(noNetwork);
      }
      console.log(`${row.name}  ${isLong ? "long" : "short"} form, seed ${seed}`);
      const report = await runRow(row, seed, isLong, resolve(LOGS, row.name));
      reports.push(report);
      const { violations, problems } = report;
      expect({
        seed,
        violations: violations.slice(0, SHOWN),
        problems: problems.slice(0, SHOWN),
      }).toEqual({ seed, violations: [], problems: [] });
    },
    ROW_MS,
  );
}
