// The visitor's own camera and microphone, before anybody sees or hears them.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("the device check", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("shows the chosen camera, hears the microphone, and remembers both", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    const shown = () =>
      page.getByTestId("local-video").evaluate((video: HTMLVideoElement) => {
        const stream = video.srcObject as MediaStream;
        return stream.getVideoTracks()[0]?.label;
      });
    await page.getByRole("button", { name: "Preview camera" }).click();
    const cameras = page.getByRole("combobox", { name: "Camera" });
    await expect(cameras.getByRole("option")).toHaveCount(2);
    const first = await shown();
    // The fake microphone beeps.
    await expect
      .poll(async () => Number(await page.getByRole("meter").getAttribute("aria-valuenow")))
      .toBeGreaterThan(0);

    const names = await cameras.getByRole("option").allInnerTexts();
    const other = names.find((name) => name !== first) ?? "";
    await cameras.selectOption({ label: other });
    await expect.poll(shown).toBe(other);
    await page.reload();
    await page.getByRole("button", { name: "Preview camera" }).click();
    await expect.poll(shown).toBe(other);

    await page.getByRole("button", { name: "Turn camera off" }).click();
    await expect(page.getByText("Your camera is off.")).toBeVisible();
    a.expectNoComplaint();
    await a.close();
  });

  test("says so when another program holds the camera, and tries again", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, {
      before: `
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        let calls = 0;
        navigator.mediaDevices.getUserMedia = (wish) =>
          ++calls === 1 ? Promise.reject(new DOMException("held", "NotReadableError")) : open(wish);`,
    });
    await a.page.getByRole("button", { name: "Preview camera" }).click();
    await expect(a.page.getByText("The camera is in use")).toBeVisible();
    await a.page.getByRole("button", { name: "Try again" }).click();
    await expect(a.page.getByRole("meter")).toBeVisible();
    a.expectNoComplaint();
    await a.close();
  });
});
