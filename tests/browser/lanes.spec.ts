// The page offers the site's lanes, each with its own consent, and keeps the visitor's wishes.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("a site with two lanes", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: { NEXUS_MATCHING_LANES: "general,adult" },
    });
  });
  test.afterAll(() => deployment.stop());

  const startAdult = async (visitor: VisitorPage) => {
    await visitor.page.getByRole("radio", { name: "Text" }).click();
    await visitor.openWishes();
    await visitor.page.getByRole("radio", { name: "Adults only" }).click();
    await visitor.page.getByRole("checkbox", { name: /want to meet adults/ }).check();
    await visitor.page.getByRole("button", { name: "Start" }).click();
  };

  test("lets two meet in the second, and nobody from the first", async ({ browser }) => {
    const [a, b, general] = [
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
    ];
    await general.start("Text");
    await startAdult(a);
    await Promise.all([general.expectState("searching"), a.expectState("searching")]);
    await startAdult(b);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await general.expectState("searching");
    await Promise.all([a.close(), b.close(), general.close()]);
  });

  test("asks for a consent to each, and keeps both with the wishes over a reload", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    await a.start("Text");
    await a.expectState("searching");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Change settings" }).click();
    await expect(page.getByRole("checkbox")).toHaveCount(0); // Given for this lane.
    await a.openWishes();
    await page.getByRole("radio", { name: "Adults only" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await a.expectState("idle");
    await page.getByRole("checkbox", { name: /want to meet adults/ }).check();
    await page.getByRole("button", { name: "Start" }).click();
    await a.expectState("searching");

    await page.reload();
    await expect(page.getByText("Adults only")).toBeVisible(); // Named while the wishes are folded.
    await a.openWishes();
    await expect(page.getByRole("radio", { name: "Adults only" })).toBeChecked();
    await expect(page.getByRole("radio", { name: "Text" })).toBeChecked();
    await expect(
      page.getByText("You’ve confirmed that you’re 18 or older, accept the rules, and want"),
    ).toBeVisible();
    await page.getByRole("radio", { name: "General" }).click();
    await expect(
      page.getByText("You’ve confirmed that you’re 18 or older and accept"),
    ).toBeVisible();
    await a.close();
  });

  test("keeps wishes that were chosen without a start", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    await a.openWishes();
    await page.getByLabel("Interests").fill("chess,");
    await page.getByLabel("Languages").selectOption("de");
    await page.getByRole("switch", { name: "Start blurred" }).click();
    await page.reload();
    // Folded, they are named.
    for (const chosen of ["chess", "English", "German", "Start blurred"]) {
      await expect(page.getByText(chosen, { exact: true }).filter({ visible: true })).toHaveCount(
        chosen === "English" ? 2 : 1, // Also the language of the page.
      );
    }
    await a.openWishes();
    await expect(page.getByRole("switch", { name: "Start blurred" })).toBeChecked();
    await expect(page.getByText("chess", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Remove German" })).toBeVisible();
    await a.close();
  });

  test("fills in the languages of the browser, and forgets none that the visitor removed", async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: "de-AT" });
    const page = await context.newPage();
    await page.goto(deployment.origin);
    const wishes = page.getByRole("button", { name: "Wen möchtest du treffen?" });
    await wishes.click();
    await page.getByRole("button", { name: "Deutsch entfernen" }).click();
    await expect(page.getByRole("button", { name: "Deutsch entfernen" })).toHaveCount(0);
    await page.reload();
    // Folded, the wishes name the lane as soon as the site has named its lanes, and nothing else.
    await expect(page.getByText("Allgemein", { exact: true })).toBeVisible();
    await wishes.click();
    await expect(page.getByRole("button", { name: "Deutsch entfernen" })).toHaveCount(0);
    await context.close();
  });
});
