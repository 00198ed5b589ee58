// From opening the page to the first face: two presses, and one permission.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** Counts how often the page asks for devices. */
const COUNT_REQUESTS = `{
  window.__asked = 0;
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) => { window.__asked += 1; return ask(wanted); };
}`;

test("consent and Start lead to a face, with one request for camera and microphone", async ({
  browser,
}) => {
  const deployment = await startDeployment("all-in-one", { web: true });
  const other = await VisitorPage.open(browser, deployment.origin);
  await other.start();
  await other.expectState("searching");

  const a = await VisitorPage.open(browser, deployment.origin, { before: COUNT_REQUESTS });
  const { page } = a;
  // The page explains what will happen, before it does.
  for (const said of ["One stranger at a time", "You see and hear each other", "Nothing is kept"]) {
    await expect(page.getByRole("listitem").filter({ hasText: said })).toBeInViewport();
  }
  await page.getByRole("checkbox", { name: /18 or older/ }).click();
  await page.getByRole("button", { name: "Start" }).click();
  await a.expectPartnersPicture();
  expect(await page.evaluate(() => (window as unknown as { __asked: number }).__asked)).toBe(1);
  a.expectNoComplaint();
  await Promise.all([a.close(), other.close()]);
  await deployment.stop();
});
