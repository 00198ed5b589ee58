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

  test("has the visitor's own picture until the partner's moves", async ({ browser }) => {
    const [a, b] = [await open(browser, NOTE_OWN_PICTURES_END), await open(browser)];
    await a.start();
    await expect(a.page.getByTestId("own-picture")).toBeVisible();
    await b.start();
    await a.expectPartnersPicture();
    await expect(a.page.getByTestId("own-picture")).toBeHidden();
    expect(await a.page.evaluate(() => (window as Noting).__partnerAtEnd)).toEqual([true]);
    await Promise.all([a.close(), b.close()]);
  });
});

type Noting = { __partnerAtEnd?: readonly boolean[] };

/** Notes whether a frame of the partner's was on the screen whenever the own picture left the stage. */
const NOTE_OWN_PICTURES_END = `
  window.__partnerAtEnd = [];
  let seen = null;
  const watch = (video) => video.requestVideoFrameCallback(() => {
    seen = video.srcObject;
    watch(video);
  });
  let watched = null;
  new MutationObserver((changes) => {
    const video = document.querySelector('[data-testid="remote-video"]');
    if (video && video !== watched) watch(watched = video);
    const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]);
    const isOwn = (node) => node.matches?.('[data-testid="own-picture"]') || node.querySelector?.('[data-testid="own-picture"]');
    if (removed.some(isOwn)) window.__partnerAtEnd.push(seen !== null && seen === video?.srcObject);
  }).observe(document, { subtree: true, childList: true });
`;

/** 0 to 255. The test camera has 136 and more, its last picture behind the stage 62, the empty stage 18. */
const DARK = 45;
