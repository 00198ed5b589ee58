// A visitor who looks at another tab stays before a blurred background, and moves.
// SPDX-License-Identifier: MIT
import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { BLURRED_ROOM, CAMERA, drawPerson, expectBlurred, MEASURE, roomMax } from "./blur-watch.ts";
import { CHROMIUM, WHOLE } from "./chromium.ts";
import { Tab } from "./tab.ts";
import { VisitorPage } from "./visitor-page.ts";

test.use({
  launchOptions: {
    ...CHROMIUM,
    args: [...CHROMIUM.args, `--use-file-for-fake-video-capture=${CAMERA}`],
  },
});

/** Timers of a hidden page run once a second: more pictures than those could send. */
const PICTURES = 100;

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
  document.querySelector("input[type=checkbox]:not([aria-hidden])").click();
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

  test("is seen, and moves", async ({ browser }) => {
    const a = await Tab.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin, { before: MEASURE });
    await a.run(`localStorage.setItem("nexus.blur-background", "on")`);
    await a.run(`window.__before = true; location.reload()`);
    await expect.poll(() => a.run("window.__before === undefined")).toBe(true);
    await Promise.all([a.run(START), b.start()]);
    await expectBlurred(b.page);
    await roomMax(b.page);
    await a.hide();
    await expect.poll(() => a.run("document.visibilityState")).toBe("hidden");
    const frames = await b.framesDecoded();
    await expect.poll(() => b.framesDecoded()).toBeGreaterThan(frames + PICTURES);
    expect(await a.run("document.visibilityState")).toBe("hidden");
    await expectBlurred(b.page);
    await a.show();
    await expect.poll(() => a.run("document.visibilityState")).toBe("visible");
    await b.expectPartnersPicture();
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);
    await Promise.all([a.close(), b.close()]);
  });
});
