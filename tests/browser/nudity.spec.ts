// The visitor's own browser hides nudity on request; nobody else loads anything for it.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { violations } from "./audit.ts";
import { WHOLE } from "./chromium.ts";
import { VisitorPage } from "./visitor-page.ts";

/** The files that the check needs. */
const OF_THE_CHECK = /\/assets\/(watch|worker|model)/;

function loadedForIt(page: Page): string[] {
  const urls: string[] = [];
  page.context().on("request", (request) => {
    if (OF_THE_CHECK.test(request.url())) urls.push(new URL(request.url()).pathname);
  });
  return urls;
}

async function wishNudityCheck(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("switch", { name: "Blur nudity" }).click();
  await page.keyboard.press("Escape");
}

/** Replaces the model: its judgement is not under test, and the tests have no nudity to show it. */
const SEES_NUDITY_EVERYWHERE = `
  window.Worker = class extends EventTarget {
    postMessage({ picture, port }) {
      picture.close();
      port.postMessage({ drawing: 0, hentai: 0, neutral: 0.1, porn: 0.9, sexy: 0 });
    }
  };
`;

test.describe("the nudity check", { tag: WHOLE }, () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("checks the picture before it is shown, and costs nothing for visitors who did not choose it", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    const [forA, forB] = [loadedForIt(a.page), loadedForIt(b.page)];
    await wishNudityCheck(a.page);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);

    const picture = a.page.getByTestId("remote-video");
    await expect(a.page.getByText("Checking the video…")).toBeVisible();
    await expect(picture).toHaveClass(/blur/);
    // For the real model, Chromium's moving pattern is not nudity.
    await expect(a.page.getByTestId("nudity-note")).toBeHidden({ timeout: 180_000 });
    await expect(picture).not.toHaveClass(/blur/);
    await a.expectPartnersPicture();
    expect(forA.some((path) => path.includes("model-weights"))).toBe(true);
    expect(forB).toEqual([]);
    // The content security policy allows all of it; a violation would be an error in the console.
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("hides possible nudity until the visitor wants to see it", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: SEES_NUDITY_EVERYWHERE,
    });
    const b = await VisitorPage.open(browser, deployment.origin);
    await wishNudityCheck(a.page);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    const picture = a.page.getByTestId("remote-video");
    await expect(a.page.getByText("This might be nudity")).toBeVisible();
    await expect(picture).toHaveClass(/blur/);
    expect(await violations(a.page)).toEqual([]);
    await a.page.getByRole("button", { name: "More" }).click();
    await expect(a.page.getByRole("button", { name: "Full screen" })).toBeVisible();
    // A separate window would show the picture.
    await expect(a.page.getByRole("button", { name: "Picture in picture" })).toBeHidden();
    await a.page.keyboard.press("Escape");
    await a.page.getByRole("button", { name: "Show anyway" }).click();
    await expect(picture).not.toHaveClass(/blur/);

    // The choice was for this partner, not for the next one.
    const c = await VisitorPage.open(browser, deployment.origin);
    await a.skip();
    await b.close();
    await c.start();
    await a.expectState("talking");
    await expect(a.page.getByText("This might be nudity")).toBeVisible();
    a.expectNoComplaint();
    await Promise.all([a.close(), c.close()]);
  });
});
