// Metrics: what they count during a visit, that all are documented, and that they hold nothing of a visitor.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, startNode, withDeployment } from "../support/deployment.ts";
import { type Family, type Scrape, scrape } from "../support/metrics.ts";
import { freePort } from "../support/ports.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

const DOCUMENT = resolve(import.meta.dirname, "../../docs/metrics.md");

/** The rows of the document's tables of metrics. */
function documented(): Family[] {
  const rows = readFileSync(DOCUMENT, "utf8").matchAll(
    /^\| `((?:nexuschat|process)_[a-z_]+)` \| (\w+) \| ([^|]*) \| (.+) \|$/gm,
  );
  return [...rows].map(([, name = "", type = "", labels = "", help = ""]) => ({
    name,
    type,
    help,
    labels: [...labels.matchAll(/`([a-z_]+)`/g)].map(([, label = ""]) => label),
  }));
}

function promtoolChecks(metrics: Scrape): void {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], {
    input: metrics.text,
    encoding: "utf8",
  });
  expect(`${stdout}${stderr}`).toBe("");
  expect(status).toBe(0);
}

const byName = (one: Family, other: Family): number => (one.name < other.name ? -1 : 1);

describe.each(DEPLOYMENTS)("%s", (kind) => {
  test("every metric is documented, and every documented one exists", async () => {
    await withDeployment(kind, async ({ nodes }) => {
      const pages = await Promise.all(nodes.map(scrape));
      for (const page of pages) promtoolChecks(page);
      const families = new Map<string, Family>();
      for (const family of pages.flatMap((page) => page.families)) {
        const labels = new Set([...(families.get(family.name)?.labels ?? []), ...family.labels]);
        families.set(family.name, { ...family, labels: [...labels] });
      }
      expect([...families.values()].sort(byName)).toEqual(documented().sort(byName));
    });
  });

  test("searches, matches, joins, messages and the end of a room are counted", async () => {
    await withDeployment(kind, async (deployment) => {
      const { nodes } = deployment;
      const count = async (series: string): Promise<number> => {
        const pages = await Promise.all(nodes.map(scrape));
        return pages.reduce((sum, page) => sum + (page.find(series) ?? 0), 0);
      };
      const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
      await anna.wait();
      const lane = '{lane="general",mode="video"}';
      expect(await count(`nexuschat_tickets_waiting${lane}`)).toBe(1);
      await meet(anna, ben);
      await talk(anna, ben, "hello");
      anna.sendMatch({ type: "call_result", outcome: "connected", path: "direct", setup_ms: 640 });
      expect(await count("nexuschat_visitors_online")).toBe(2);
      expect(await count("nexuschat_rooms")).toBe(1);
      expect(await count("nexuschat_sockets")).toBe(4);
      expect(await count(`nexuschat_tickets_waiting${lane}`)).toBe(0);
      expect(await count(`nexuschat_matches_total${lane}`)).toBe(2);
      expect(await count(`nexuschat_match_wait_seconds_count${lane}`)).toBe(2);
      expect(await count('nexuschat_joins_total{result="seated"}')).toBe(2);
      await eventually("the store has answered both commits", async () => {
        return (await count('nexuschat_store_call_seconds_count{call="commit"}')) === 2;
      });
      await eventually("the result of the call is counted", async () => {
        return (await count('nexuschat_call_setup_seconds_sum{path="direct"}')) === 0.64;
      });
      anna.leave("skip");
      await ben.expect("partner_left");
      await anna.depart();
      await ben.depart();
      await eventually("all sockets are closed", async () => {
        return (await count("nexuschat_sockets")) === 0;
      });
      expect(await count('nexuschat_leaves_total{reason="skip"}')).toBe(1);
      expect(await count("nexuschat_conversation_seconds_count")).toBe(1);
      expect(await count("nexuschat_sockets_opened_total")).toBe(4);
      expect(await count('nexuschat_sockets_closed_total{code="1000"}')).toBe(4);
      for (const node of nodes) promtoolChecks(await scrape(node));
    });
  });
});

describe("the page", () => {
  test("is not served on the visitors' port, and serves nothing else", async () => {
    await withDeployment("all-in-one", async ({ nodes: [node] }) => {
      expect((await fetch(`${node?.http}/metrics`)).status).toBe(404);
      const url = node?.metrics ?? "";
      for (const path of ["/", "/v1/info", "/livez", "/v1/match"]) {
        expect((await fetch(new URL(path, url))).status).toBe(404);
      }
      expect((await fetch(url, { method: "POST" })).status).toBe(405);
    });
  });

  test("is missing for a process whose address is taken, and its log says what to do", async () => {
    await withDeployment("all-in-one", async ({ nodes: [first] }) => {
      if (!first) throw new Error("no node runs");
      const taken = { NEXUS_METRICS_LISTEN: new URL(first.metrics).host };
      const second = await startNode("nexuschat", "second", await freePort(), taken);
      const why = /level=error event=metrics_not_served .*metrics\.listen of its own/;
      await eventually("the log has the reason", () => why.test(second.program.log));
      await second.program.stop();
      expect((await scrape(first)).value("nexuschat_ready")).toBe(1);
    });
  });

  test("is missing where it is off", async () => {
    const settings = { NEXUS_METRICS_LISTEN: "off" };
    await withDeployment(
      "all-in-one",
      async ({ nodes: [node] }) => expect(node?.program.log).not.toContain("metrics"),
      { settings },
    );
  });
});

test("the store of a split deployment is measured, and its absence shows", async () => {
  await withDeployment(
    "split",
    async ({ nodes, processes: [redis] }) => {
      const [node] = nodes;
      if (!node || !redis) throw new Error("no node runs");
      expect((await scrape(node)).value("nexuschat_store_up")).toBe(1);
      redis.signal("SIGKILL");
      await eventually("every node misses the store", async () => {
        const pages = await Promise.all(nodes.map(scrape));
        return pages.every(
          (page) => page.value("nexuschat_store_up") === 0 && page.value("nexuschat_ready") === 0,
        );
      });
    },
    { matching: 1, signalling: 1 },
  );
});
