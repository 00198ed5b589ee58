// The operator's files for Prometheus and Grafana fit the metrics, and each alert has its test and its runbook.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import dashboard from "../../deploy/grafana/nexuschat.json" with { type: "json" };
import { useDirectory } from "../support/directory.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "deploy/prometheus");
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");

/** Runs promtool; throws with its words. */
function promtool(...args: string[]): string {
  return execFileSync("promtool", args, { cwd: FOLDER, encoding: "utf8", stdio: "pipe" });
}

const RULES = read("deploy/prometheus/rules.yml");
const ALERTS = read("deploy/prometheus/alerts.yml");
const alerts = [...ALERTS.matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);
const records = [...RULES.matchAll(/- record: (\S+)/g)].map(([, name = ""]) => name);

/** The series that docs/metrics.md lists, which another test compares with a program, and Prometheus's own. */
const documented = [...read("docs/metrics.md").matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].flatMap(
  ([, name = "", type = ""]) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
);
const KNOWN = new Set([...documented, ...records, "up", "probe_ssl_earliest_cert_expiry"]);

/** Names of series in an expression: all of them end at a selector, a bracket, an operator or the end. */
function unknownNames(text: string): string[] {
  const names = text.match(/\b(?:nexuschat|process|probe)[a-z0-9_:]+\b/g) ?? [];
  return names.filter((name) => !KNOWN.has(name));
}

const directory = useDirectory("monitoring");

describe("deploy/prometheus", () => {
  test("the configuration and its rules are sound", () => {
    expect(promtool("check", "config", "prometheus.yml")).toContain("SUCCESS");
  });

  test("every alert fires for its cause and not for what is normal", () => {
    expect(promtool("test", "rules", "alerts_test.yml")).toContain("SUCCESS");
    const tested = read("deploy/prometheus/alerts_test.yml");
    const untested = alerts.filter((name) => !firesIn(tested, name));
    expect(untested).toEqual([]);
  });

  test("every rule and alert names metrics that exist", () => {
    const exprs = `${RULES}${ALERTS}`
      .split("\n")
      .filter((line) => !/^\s*(#|- name:|- record:)/.test(line));
    expect(unknownNames(exprs.join("\n").replaceAll('job="nexuschat', '"'))).toEqual([]);
  });

  test("every alert has a section in the runbook, and every section an alert", () => {
    const sections = [...read("docs/runbook.md").matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(alerts);
    for (const name of alerts)
      expect(ALERTS).toContain(`runbook: docs/runbook.md#${name.toLowerCase()}`);
  });
});

/** Whether a test expects that alert to fire. */
function firesIn(tested: string, alert: string): boolean {
  return new RegExp(`- alertname: ${alert}\\n\\s+eval_time: \\w+\\n\\s+exp_alerts:`).test(tested);
}

describe("deploy/grafana", () => {
  const panels = dashboard.panels;

  test("there are twelve panels, each with a title, a description and an expression", () => {
    expect(panels).toHaveLength(12);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const panel of panels) {
      expect(panel.title).not.toBe("");
      expect(panel.description).not.toBe("");
      expect(panel.targets.length).toBeGreaterThan(0);
      expect(new Set(panel.targets.map(({ refId }) => refId)).size).toBe(panel.targets.length);
    }
  });

  test("no two panels overlap, and all fit the 24 columns", () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  test("every expression parses and names metrics that exist", () => {
    const exprs = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    const rules = exprs.map((expr, i) => ({
      record: `panel:${i}`,
      expr: expr.replaceAll("$__rate_interval", "5m"),
    }));
    const file = join(directory, "panels.json");
    // YAML includes JSON.
    writeFileSync(file, JSON.stringify({ groups: [{ name: "panels", rules }] }));
    expect(promtool("check", "rules", file)).toContain(`SUCCESS: ${rules.length} rules`);
    for (const expr of exprs)
      expect(unknownNames(expr.replaceAll('job="nexuschat', '"'))).toEqual([]);
  });
});
