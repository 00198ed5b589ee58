// A partner sees the visitor and not the room, from the first picture on; nobody else loads anything for it.
// SPDX-License-Identifier: MIT
import { rmSync, writeFileSync } from "node:fs";
import { type Browser, expect, type Route, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import {
  BLURRED_ROOM,
  blurBackground,
  CAMERA,
  detailAt,
  drawPerson,
  expectBlurred,
  KEEP_TRACKS,
  liveTracks,
  MEASURE,
  roomAt,
  roomMax,
  SHARP_ROOM,
  WITH_CAMERA,
} from "./blur-watch.ts";
import { VisitorPage } from "./visitor-page.ts";

test.use({ launchOptions: WITH_CAMERA });

/** The files that the blur needs. */
const FILES = /\/assets\/(background-blur-worker|segmentation|blurred-camera)/;

test.describe("the background blur", () => {
  let deployment: Deployment;
  test.beforeAll(async ({ browser }) => {
    writeFileSync(CAMERA, await drawPerson(browser));
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(async () => {
    await deployment.stop();
    rmSync(CAMERA, { force: true });
  });

  const meet = async (browser: Browser, beforeA = "") => {
    const before = MEASURE + KEEP_TRACKS;
    const a = await VisitorPage.open(browser, deployment.origin, { before: before + beforeA });
    const b = await VisitorPage.open(browser, deployment.origin, { before });
    const loaded: string[] = [];
    b.context.on("request", (request) => loaded.push(request.url()));
    return { a, b, loadedByB: loaded };
  };

  test("shows the visitor and not the room, from the press on and for each partner", async ({
    browser,
  }) => {
    const { a, b, loadedByB } = await meet(browser);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);

    // The model arrives when the test releases it.
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await a.context.route(/segmentation-/, async (route: Route) => {
      await released;
      await route.continue();
    });
    await blurBackground(a);
    await expect(a.page.getByText("Loading background blur").first()).toBeVisible();
    // The room disappears at once, and does not return while the blur loads or afterwards.
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await roomMax(b.page);
    expect(await liveTracks(a)).toEqual(["audio"]);
    const frames = await b.framesDecoded();
    await expect.poll(() => b.framesDecoded()).toBeGreaterThan(frames + 5);
    release();
    await expectBlurred(b.page);
    await b.expectPartnersPicture();
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);
    expect((await detailAt(a.page, "local-video")).room).toBeLessThan(BLURRED_ROOM);

    // Off and on again: the light goes out, and no raw picture follows.
    await a.page.getByRole("button", { name: "Turn camera off" }).click();
    await expect.poll(() => liveTracks(a)).toEqual(["audio"]);
    await a.page.getByRole("button", { name: "Turn camera on" }).click();
    await expectBlurred(b.page);
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);

    // The next partner, after a reload: the wish is kept.
    await b.page.getByRole("button", { name: "Stop" }).click();
    await a.page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => liveTracks(a)).toEqual([]);
    await a.page.reload();
    const c = await VisitorPage.open(browser, deployment.origin, { before: MEASURE });
    await Promise.all([a.start(), c.start()]);
    await expectBlurred(c.page);
    expect(await roomMax(c.page)).toBeLessThan(BLURRED_ROOM);

    await blurBackground(a);
    await expect.poll(() => roomAt(c.page)).toBeGreaterThan(SHARP_ROOM);
    expect(loadedByB.filter((url) => FILES.test(url))).toEqual([]);
    // The content security policy allows all of it; a violation would be an error in the console.
    for (const one of [a, b, c]) one.expectNoComplaint();
    await Promise.all([a, b, c].map((one) => one.close()));
  });

  test("that cannot be loaded leaves the visitor unseen until they decide", async ({ browser }) => {
    const { a, b } = await meet(browser);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);
    await a.context.route(/segmentation-/, (route) => route.abort());
    await blurBackground(a);
    const why = a.page.getByText("Background blur isn’t working").first();
    await expect(why).toBeVisible();
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await roomMax(b.page);
    expect(await liveTracks(a)).toEqual(["audio"]);

    await a.page.getByRole("button", { name: "Go on without blur" }).first().click();
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);

    await blurBackground(a);
    await expect(why).toBeVisible();
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await roomMax(b.page);
    await a.page.getByRole("button", { name: "Try again" }).first().click();
    await expect(a.page.getByText("Loading background blur").first()).toBeHidden();
    await expect(why).toBeVisible();
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);

    await a.context.unroute(/segmentation-/);
    await a.page.getByRole("button", { name: "Try again" }).first().click();
    await expectBlurred(b.page);
    await Promise.all([a.close(), b.close()]);
  });

  test("works in browsers without streams of pictures", async ({ browser }) => {
    const { a, b } = await meet(browser, "delete window.MediaStreamTrackProcessor;");
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await blurBackground(a);
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await roomMax(b.page);
    await expectBlurred(b.page);
    await b.expectPartnersPicture();
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);
    await blurBackground(a);
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);
    await a.page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => liveTracks(a)).toEqual([]);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});
