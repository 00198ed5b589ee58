// Reads a program's metrics, in Prometheus's text format 0.0.4.
// SPDX-License-Identifier: MIT
import type { Node } from "./deployment.ts";

export type Family = {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  /** The names of its labels, without the buckets' `le`. */
  readonly labels: readonly string[];
};

export type Scrape = {
  readonly text: string;
  readonly families: readonly Family[];
  /** The value of a series such as `nexuschat_ready` or `x_total{a="1",b="2"}`. */
  readonly value: (series: string) => number;
  /** The same, of a series that this program may lack. */
  readonly find: (series: string) => number | undefined;
};

export async function scrape({ metrics }: Pick<Node, "metrics">): Promise<Scrape> {
  const response = await fetch(metrics);
  if (response.status !== 200) throw new Error(`${metrics} answers ${response.status}`);
  return parse(await response.text());
}

type Draft = { name: string; type: string; help: string; labels: Set<string> };

function parse(text: string): Scrape {
  const families = new Map<string, Draft>();
  const values = new Map<string, number>();
  let family: Draft | undefined;
  for (const line of text.split("\n")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === "HELP") {
      if (families.has(name)) throw new Error(`${name} begins twice`);
      family = { name, type: "", help: rest, labels: new Set() };
      families.set(name, family);
    } else if (kind === "TYPE") {
      if (family?.name === name) family.type = rest;
    } else if (line !== "") {
      const blank = line.lastIndexOf(" ");
      const series = line.slice(0, blank);
      if (values.has(series)) throw new Error(`${series} stands twice`);
      values.set(series, Number(line.slice(blank + 1)));
      for (const [, label = ""] of series.matchAll(/([a-z_]+)="/g)) {
        if (label !== "le") family?.labels.add(label);
      }
    }
  }
  return {
    text,
    families: [...families.values()].map((one) => ({ ...one, labels: [...one.labels] })),
    find: (series) => values.get(series),
    value: (series) => {
      const value = values.get(series);
      if (value === undefined) throw new Error(`there is no ${series}`);
      return value;
    },
  };
}
