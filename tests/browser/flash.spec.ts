// No black frame between two partners: the test records every frame that the browser composes.
// SPDX-License-Identifier: MIT
import { writeFileSync } from "node:fs";
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { NEXT_AT_ONCE } from "./page-scripts.ts";
import { recordScreen } from "./screen-record.ts";
import { VisitorPage } from "./visitor-page.ts";

const SKIPS = 50;

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
    test.setTimeout(60_000 + SKIPS * 6_000);
    const [a, b] = [await open(browser), await open(browser, NEXT_AT_ONCE)];
    await b.start();
    await b.expectState("searching");
    await a.start();
    await a.expectPartnersPicture();
    const record = await recordScreen(a);
    const changes: { readonly from: number; readonly to: number }[] = [];
    for (let skip = 0; skip < SKIPS; skip++) {
      const tookMs = await a.timeOfSkip();
      const to = Date.now();
      changes.push({ from: to - tookMs, to });
      // The first frame of the partner's picture has reached the screen, too.
      await record.frameAfter(to);
    }
    const frames = await record.stop();
    const during = changes.map(({ from, to }) =>
      frames.filter(({ atMs }) => atMs > from && atMs < to).map(({ brightness }) => brightness),
    );
    const seen = during.flat().length;
    console.log(`${SKIPS} changes: ${seen} frames within, ${frames.length} in all`);
    // Otherwise the record shows too little of the changes to say anything.
    expect(seen).toBeGreaterThan(SKIPS);
    const dark = frames
      .filter(({ brightness }) => brightness <= DARK)
      .map(({ atMs, brightness, image }, index) => {
        const skip = changes.findLastIndex(({ from }) => from < atMs);
        const file = test.info().outputPath(`dark-${index + 1}.jpg`);
        writeFileSync(file, image);
        return `${brightness}, change ${skip + 1}: ${during[skip]?.join(" ")}; ${file}`;
      });
    expect(dark).toEqual([]);
    await Promise.all([a.close(), b.close()]);
  });
});

/** 0 to 255. The test camera has 136 and more, its last picture behind the stage 62, the empty stage 18. */
const DARK = 45;
