// The Back button of phones never ends a conversation by accident.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { PHONE, VisitorPage } from "./visitor-page.ts";

test.describe("Back", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("closes the chat, then a dialog, asks before it leaves, and leaves the page after the call", async ({
    browser,
  }) => {
    const before = `${deployment.origin}/offline.html`;
    const a = await VisitorPage.open(browser, before, { size: PHONE });
    const b = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    await page.goto(deployment.origin);
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);

    await page.getByRole("button", { name: /^Open chat/ }).click();
    const box = page.getByRole("textbox", { name: "Message" });
    await expect(box).toBeVisible();
    await page.goBack();
    await expect(box).toBeHidden();

    await page.getByRole("button", { name: "Report" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await page.goBack();
    await expect(dialog).toHaveCount(0);
    await a.expectState("talking");

    const question = page.getByRole("alertdialog");
    await page.goBack();
    await expect(question).toBeVisible();
    await question.getByRole("button", { name: "Keep talking" }).click();
    await a.expectPartnersPicture();

    await page.goBack();
    await expect(question).toBeVisible();
    await page.goBack();
    await a.expectState("stopped");
    await b.expectState("partner-left");
    await page.goBack();
    await expect(page).toHaveURL(before);
    await Promise.all([a.close(), b.close()]);
  });

  test("ends a search, and then the next one, too", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    for (let i = 0; i < 2; ++i) {
      if (i > 0) await a.page.getByRole("button", { name: "Start again" }).click();
      else await a.start("Text");
      await a.expectState("searching");
      await a.page.goBack();
      await a.expectState("stopped");
    }
    await a.close();
  });

  test("pulling the page down does not reload it", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { size: PHONE });
    const style = await a.page.evaluate(
      () => getComputedStyle(document.documentElement).overscrollBehaviorY,
    );
    expect(style).toBe("none");
    await a.close();
  });
});
