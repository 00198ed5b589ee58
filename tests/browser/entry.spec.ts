// The first visit is light and fast.
// SPDX-License-Identifier: MIT
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** Of gzip -9: of the entry script, and of all scripts, the language included. */
const ENTRY_BYTES_MAX = 130_000;
const SCRIPT_BYTES_MAX = 135_000;
const USABLE_WITHIN_MS = 1_000;

/** Runs in the page before the app: notes when the browser painted the Start button. */
const SEE_START = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector("button[type=submit]")) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => { window.__usableMs = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
`;

/**
 * Runs in the page before the app: notes the scripts that were fetched until the Start button was
 * shown, also those that other scripts imported. Later parts begin to load a second after it.
 */
const SEE_SCRIPTS = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector("button[type=submit]")) return;
    observer.disconnect();
    window.__scripts = performance.getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => /\\.js$/.test(name));
  }).observe(document, { childList: true, subtree: true });
`;

test.describe("the first visit", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test(`loads ${SCRIPT_BYTES_MAX / 1000} kB of script at most`, async ({ browser }) => {
    const a = await VisitorPage.open(browser, "about:blank", { before: SEE_SCRIPTS });
    await a.page.goto(deployment.origin);
    await expect(a.page.getByRole("button", { name: "Start" })).toBeVisible();
    const scripts = await a.page.evaluate(
      () => (window as unknown as { __scripts: readonly string[] }).__scripts,
    );
    for (const part of ["/theme.js", "/assets/first-", "/assets/en-"]) {
      expect(
        scripts.filter((url) => url.includes(part)),
        part,
      ).toHaveLength(1);
    }
    // Compressed here, whatever encodings the server has and the browser accepts.
    const sizes = await Promise.all(
      scripts.map(async (url) => {
        const body = Buffer.from(await (await fetch(url)).arrayBuffer());
        return { url, bytes: gzipSync(body, { level: 9 }).length };
      }),
    );
    const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
    const entry = sizes.find(({ url }) => url.includes("/assets/first-"))?.bytes;
    console.log(`${bytes} bytes of script until Start is shown, ${entry} of them the entry`);
    expect(entry).toBeLessThanOrEqual(ENTRY_BYTES_MAX);
    expect(bytes, JSON.stringify(sizes)).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
    await a.close();
  });

  test(`is usable within ${USABLE_WITHIN_MS} ms when loaded from the same machine`, async ({
    browser,
  }) => {
    const busyMs: number[] = [];
    for (let visit = 0; visit < 3; visit++) {
      const a = await VisitorPage.open(browser, "about:blank", { before: SEE_START });
      const cdp = await a.context.newCDPSession(a.page);
      // Processor time of the page alone, without other work of this machine.
      await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
      await a.page.goto(deployment.origin);
      const seen = () =>
        a.page.evaluate(() => (window as unknown as { __usableMs?: number }).__usableMs ?? 0);
      await expect.poll(seen).toBeGreaterThan(0);
      const { metrics } = await cdp.send("Performance.getMetrics");
      const busy =
        1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
      console.log(
        `usable after ${(await seen()).toFixed(0)} ms, ${busy.toFixed(0)} ms of them work`,
      );
      busyMs.push(busy);
      await a.close();
    }
    expect(Math.min(...busyMs)).toBeGreaterThan(10);
    expect(Math.min(...busyMs)).toBeLessThan(USABLE_WITHIN_MS);
  });
});
