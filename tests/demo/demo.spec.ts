// A whole site whose programs are killed one after another, while two visitors meet, chat and skip.
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { NEXT_AT_ONCE } from "../browser/page-scripts.ts";
import { VisitorPage } from "../browser/visitor-page.ts";
import { openSite, type Part, type Site } from "./site.ts";

/** The programs to kill; by default all. */
const WANTED = (process.env["NEXUS_DEMO"] ?? "").split(/[\s,]+/).filter((name) => name !== "");

type Visitors = { readonly skipper: VisitorPage; readonly other: VisitorPage };

async function meet(browser: Browser, { origin }: Site): Promise<Visitors> {
  const skipper = await VisitorPage.open(browser, origin);
  const other = await VisitorPage.open(browser, origin, { before: NEXT_AT_ONCE });
  await skipper.start();
  await skipper.expectState("searching");
  await other.start();
  await Promise.all([skipper.expectPartnersPicture(), other.expectPartnersPicture()]);
  return { skipper, other };
}

const seconds = (since: number): string => `${((Date.now() - since) / 1_000).toFixed(1)} s`;

/** Kills one program during a conversation; the visitors go on, and both reach a next partner. */
async function continueWithout(part: Part, { skipper, other }: Visitors): Promise<string> {
  const since = Date.now();
  await part.kill();
  await skipper.say(`${part.name} is gone`);
  await other.expectLine(`${part.name} is gone`);
  const chatted = seconds(since);
  await Promise.all([skipper.expectPartnersPicture(), other.expectPartnersPicture()]);
  await skipper.skip();
  await expect(other.page.getByText(`${part.name} is gone`)).toHaveCount(0);
  await Promise.all([skipper.expectPartnersPicture(), other.expectPartnersPicture()]);
  const met = seconds(since);
  await part.restart();
  return `the chat went on after ${chatted}, the next conversation began after ${met}`;
}

/** The value of an expression in Prometheus. */
async function counted({ prometheus }: Site, expression: string): Promise<number> {
  const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`;
  const { data } = (await (await fetch(url)).json()) as {
    readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  };
  return Number(data.result[0]?.value[1] ?? 0);
}

test("a site whose programs are killed one after another", async ({ browser }) => {
  const site = await openSite();
  try {
    const known = site.parts.map(({ name }) => name);
    const unknown = WANTED.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`no ${unknown}; there are: ${known.join(" ")}`);
    for (const [what, where] of site.sights) console.log(`${what}: ${where}`);
    const visitors = await meet(browser, site);
    console.log("two visitors see each other");
    for (const part of site.parts) {
      if (WANTED.length > 0 && !WANTED.includes(part.name)) continue;
      console.log(`${part.name} killed: ${await continueWithout(part, visitors)}`);
    }
    await expect.poll(() => counted(site, 'count(up{job="nexuschat"} == 1)')).toBe(6);
    await expect.poll(() => counted(site, "sum(nexuschat_matches_total)")).toBeGreaterThan(0);
    console.log("Prometheus reads all six nodes, and counts their matches");
    if (process.env["NEXUS_DEMO_STAYS"] === "1") {
      console.log("done; the site stays up until Ctrl-C");
      await new Promise((resolve) => process.once("SIGINT", resolve));
    }
  } finally {
    await site.stop();
  }
});
