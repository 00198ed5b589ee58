// Nobody is shut out: no violation that axe can find, in any state, look or direction, and nothing in the console.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { type Gallery, show, startGallery } from "./gallery.ts";
import { DESKTOP, PHONE, VisitorPage } from "./visitor-page.ts";

const OPTIONS: RunOptions = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** The violations of what is shown, each with the elements that it is about. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, options);
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary}`),
    );
  }, OPTIONS);
}

/** Half a fade has half the contrast: animations are judged at their end. */
const WITHOUT_MOTION = { reducedMotion: "reduce" } as const;

test.describe("the gallery", () => {
  test.setTimeout(240_000); // Some 60 audits in a row.
  let gallery: Gallery;
  test.beforeAll(async () => {
    gallery = await startGallery();
  });
  test.afterAll(() => gallery.stop());

  // Both looks, both directions, both sizes.
  const passes = [
    { theme: "dark", locale: "en", size: DESKTOP },
    { theme: "light", locale: "ar", size: PHONE },
  ] as const;
  for (const { theme, locale, size } of passes) {
    test(`every state, ${theme}, ${locale}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: size, ...WITHOUT_MOTION });
      const page = await context.newPage();
      await page.goto(gallery.url);
      await page.getByRole("navigation").waitFor();
      const names = await page.getByRole("navigation").getByRole("button").allInnerTexts();
      expect(names.length).toBeGreaterThan(50);
      await page.goto("about:blank");

      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await show(page, gallery, { state: "components", theme, locale });
      await page.evaluate(axe.source);
      // All in one call: to and fro between test and page would take longer than the audit.
      const found = await page.evaluate(
        async ({ names, theme, locale, options }) => {
          const { axe } = window as unknown as { axe: typeof import("axe-core") };
          const bad: Record<string, string[]> = {};
          for (const state of names) {
            location.hash = new URLSearchParams({ state, theme, locale }).toString();
            while (!document.querySelector(`[data-view="${state} ${theme} ${locale}"]`)) {
              await new Promise(requestAnimationFrame);
            }
            const { violations } = await axe.run(document, options);
            const lines = violations.flatMap((v) =>
              v.nodes.map((node) => `${v.id}: ${node.html} ${node.failureSummary}`),
            );
            if (lines.length > 0) bad[state] = lines;
          }
          return bad;
        },
        { names, theme, locale, options: OPTIONS },
      );
      expect(found).toEqual({});
      expect(errors).toEqual([]);
      await context.close();
    });
  }
});

test.describe("the app as it is served", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("from the welcome to a conversation and its end", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    await a.page.emulateMedia({ ...WITHOUT_MOTION, colorScheme: "light" });
    const accessible = async () => expect(await violations(a.page)).toEqual([]);
    await accessible();
    await a.page.getByRole("button", { name: "Settings" }).click();
    await accessible();
    await a.page.getByRole("button", { name: "Read the rules" }).click();
    await accessible();
    await a.page.keyboard.press("Escape");
    await a.page.getByRole("button", { name: "Preview camera" }).click();
    await expect(a.page.getByRole("meter")).toBeVisible();
    await accessible();
    // By text: how a video conversation looks the gallery shows, and links between browsers have tests of their own.
    await a.start("Text");
    await a.expectState("searching");
    await accessible();

    const b = await VisitorPage.open(browser, deployment.origin);
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await b.say("Hello");
    await a.expectLine("Hello");
    await accessible();
    await b.page.getByRole("button", { name: "Stop" }).click();
    await a.expectState("partner-left");
    await accessible();
    // A violation of the content security policy is an error in the console.
    a.expectNoComplaint();
    b.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});
