// Browsers with missing features: the page reports it first, and offers what works.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("a browser", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("that is too old for the page gets a page that reports it, in its language", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: `
        localStorage.setItem("nexus.language", "ar");
        CSS.supports = () => false;`,
    });
    await expect(a.page).toHaveURL(`${deployment.origin}/outdated.html`);
    await expect(a.page.getByRole("heading", { level: 1 })).toHaveText("هذا المتصفح قديم جدًا");
    a.expectNoComplaint();
    await a.close();
  });

  test("that is current does not show that page", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    await a.expectState("idle");
    await a.close();
  });

  for (const [why, before, title] of [
    ["without WebRTC", "delete window.RTCPeerConnection;", "No video in this browser"],
    [
      "that gives no camera",
      `Object.defineProperty(navigator, "mediaDevices", { value: undefined });`,
      "No video in this browser",
    ],
    [
      "on a page without https",
      `Object.defineProperty(window, "isSecureContext", { value: false });`,
      "This page isn’t secure",
    ],
  ] as const) {
    test(`${why} can chat by text`, async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { before });
      await a.expectState("no-video");
      await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(a.page.getByRole("heading", { level: 1 })).toBeFocused();
      await a.page.getByRole("button", { name: "Continue by text" }).click();
      await expect(a.page.getByRole("radio", { name: "Text" })).toBeChecked();

      const b = await VisitorPage.open(browser, deployment.origin);
      await a.start("Text");
      await b.start("Text");
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await a.say("Words need no camera");
      await b.expectLine("Words need no camera");
      a.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    });
  }
});
