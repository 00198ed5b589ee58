// A visitor who looks at another tab stays before a blurred background, and moves.
// SPDX-License-Identifier: MIT
import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { BLURRED_ROOM, CAMERA, drawPerson, expectBlurred, MEASURE, roomMax } from "./blur-watch.ts";
import { CHROMIUM, WHOLE } from "./chromium.ts";
import { watchPicture } from "./picture-watch.ts";
import { Tab } from "./tab.ts";
import { VisitorPage } from "./visitor-page.ts";

test.use({
  launchOptions: {
    ...CHROMIUM,
    args: [...CHROMIUM.args, `--use-file-for-fake-video-capture=${CAMERA}`],
  },
});

/** A picture that stands still for longer looks like a lost connection. */
const STILL_MS_MAX = 2_000;
const HIDDEN_MS = 8_000;

const START = `(async () => {
  const until = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const named = (name) => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  const start = await until(() => named("Start"));
  document.querySelector("[role=checkbox]")?.click();
  start.click();
})()`;

test.describe("a visitor with a blurred background behind another tab", { tag: WHOLE }, () => {
  let deployment: Deployment;
  test.beforeAll(async ({ browser }) => {
    writeFileSync(CAMERA, await drawPerson(browser));
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(async () => {
    await deployment.stop();
    rmSync(CAMERA, { force: true });
  });

  for (const [by, missing] of [
    ["streams of pictures", ""],
    ["a canvas", "delete window.MediaStreamTrackProcessor"],
  ]) {
    test(`is seen by ${by}`, async ({ browser }) => {
      const a = await Tab.open(browser, deployment.origin);
      const b = await VisitorPage.open(browser, deployment.origin, { before: MEASURE });
      await a.run(`localStorage.setItem("nexus.blur-background", "on")`);
      await a.run("location.reload()");
      await expect.poll(() => a.run(`document.querySelector("button") !== null`)).toBe(true);
      await a.run(`${missing}`);
      await Promise.all([a.run(START), b.start()]);
      await expectBlurred(b.page);
      await roomMax(b.page);
      await a.hide();
      await expect.poll(() => a.run("document.visibilityState")).toBe("hidden");
      const longestStill = await watchPicture(b);
      await b.page.waitForTimeout(HIDDEN_MS);
      const still = await longestStill();
      console.log(by, still);
      expect(still).toBeLessThan(STILL_MS_MAX);
      await expectBlurred(b.page);
      await a.show();
      await expect.poll(() => a.run("document.visibilityState")).toBe("visible");
      await b.expectPartnersPicture();
      await expectBlurred(b.page);
      expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);
      await Promise.all([a.close(), b.close()]);
    });
  }
});
