// No black frame between two partners: the test records every frame that the browser composes.
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { NEXT_AT_ONCE } from "./page-scripts.ts";
import { recordScreen } from "./screen-record.ts";
import { VisitorPage } from "./visitor-page.ts";

const SKIPS = 8;

test.describe("the screen", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: { ...NO_MESSAGE_LIMITS, NEXUS_MATCHING_RECENT_MINUTES: "0" },
    });
  });
  test.afterAll(() => deployment.stop());

  const open = (browser: Browser, before = "") =>
    VisitorPage.open(browser, deployment.origin, {
      size: { width: 480, height: 360 },
      animated: true,
      before,
    });

  test(`is never black in ${SKIPS} changes of the partner`, async ({ browser }) => {
    test.setTimeout(180_000);
    const [a, b] = [await open(browser), await open(browser, NEXT_AT_ONCE)];
    await b.start();
    await b.expectState("searching");
    await a.start();
    await a.expectPartnersPicture();
    for (let skip = 0; skip < SKIPS; skip++) {
      // The conversation has lasted long enough for Skip to count.
      await expect.poll(() => a.openConnections()).toBe(3);
      const stop = await recordScreen(a);
      await a.timeOfSkip();
      await a.page.waitForTimeout(300); // The frame is about to reach the screen.
      const brightness = await stop();
      expect(brightness.length).toBeGreaterThan(1);
      expect(Math.min(...brightness), `skip ${skip + 1}: ${brightness.join(" ")}`).toBeGreaterThan(
        DARK,
      );
    }
    await Promise.all([a.close(), b.close()]);
  });
});

/** 0 to 255. The test camera has 136 and more, its last picture behind the stage 62, the empty stage 18. */
const DARK = 45;
