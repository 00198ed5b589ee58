import { expect, test } from "@playwright/test";
import { type Browser as Firefox, launch, type Page } from "puppeteer-core";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** Fake devices without a permission prompt, and calls on this machine only. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.peerconnection.ice.loopback": true,
  "media.autoplay.default": 0,
  "intl.accept_languages": "en",
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.disabledForTesting": true,
};

test.describe("a call between Chromium and Firefox", () => {
  let deployment: Deployment;
  let firefox: Firefox;

  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
    firefox = await launch({
      browser: "firefox",
      executablePath: process.env.NEXUS_FIREFOX ?? "/usr/bin/firefox-esr",
      headless: true,
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: PREFERENCES,
    });
  });
  test.afterAll(async () => {
    await firefox?.close();
    await deployment.stop();
  });

  for (const first of ["Chromium", "Firefox"] as const) {
    test(`${first} waits with an offer: both see each other and talk`, async ({ browser }) => {
      const visit = await firefox.createBrowserContext();
      const page = await visit.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(deployment.origin);
      await expect.poll(() => textOf(page)).toContain("Start");
      const chromium = await VisitorPage.open(browser, deployment.origin);
      const starts = [
        () => chromium.start(),
        async () => {
          await page.click("input[type=checkbox]:not([aria-hidden])");
          await page.click("button[type=submit]");
        },
      ];
      if (first === "Firefox") starts.reverse();
      await starts[0]?.();
      if (first === "Firefox") await expect.poll(() => stateOf(page)).toBe("searching");
      else await chromium.expectState("searching");
      await starts[1]?.();

      await chromium.expectPartnersPicture();
      await expect.poll(() => stateOf(page)).toBe("talking");
      await expect.poll(() => remoteWidth(page)).toBeGreaterThan(0);
      const before = await remoteTime(page);
      await expect.poll(() => remoteTime(page)).toBeGreaterThan(before);

      await chromium.say("from one browser");
      await expect.poll(() => textOf(page)).toContain("from one browser");
      await page.type("textarea", "from the other");
      await page.keyboard.press("Enter");
      await chromium.expectLine("from the other");

      chromium.expectNoComplaint();
      expect(complaints).toEqual([]);
      await chromium.close();
      await visit.close();
    });
  }
});

// The locators of puppeteer need eval, which the page's policy forbids, in Firefox 140 even to its drivers.

function textOf(page: Page): Promise<string> {
  return page.evaluate(() => document.body.innerText);
}

function stateOf(page: Page): Promise<string | null> {
  return page.evaluate(
    () => document.querySelector("[data-state]")?.getAttribute("data-state") ?? null,
  );
}

function remoteWidth(page: Page): Promise<number> {
  return page.evaluate(
    () => document.querySelector<HTMLVideoElement>("[data-testid=remote-video]")?.videoWidth ?? 0,
  );
}

function remoteTime(page: Page): Promise<number> {
  return page.evaluate(
    () => document.querySelector<HTMLVideoElement>("[data-testid=remote-video]")?.currentTime ?? 0,
  );
}
