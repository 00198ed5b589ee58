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
    await expect(cameras.getByRole("option")).toHaveCount(3);
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

  test("another camera and microphone in a conversation reach the partner, with nothing negotiated anew", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const sent = () =>
      a.page.evaluate(() => {
        const { __connections } = window as unknown as { __connections: RTCPeerConnection[] };
        const live = __connections.find((one) => one.connectionState === "connected");
        return {
          labels: live?.getSenders().map(({ track }) => track?.label ?? "").sort(),
          description: live?.localDescription?.sdp,
        };
      });
    const before = await sent();

    await a.page.getByRole("button", { name: "More" }).click();
    // The second of Chromium's cameras is one for depth, whose picture no connection carries.
    for (const [kind, label] of [
      ["Camera", "fake_device_2"],
      ["Microphone", "Fake Audio Input 2"],
    ] as const) {
      const picker = a.page.getByRole("combobox", { name: kind });
      await picker.selectOption({ label });
      await expect(picker.locator("option:checked")).toHaveText(label);
    }
    await expect.poll(async () => (await sent()).labels).toEqual(["Fake Audio Input 2", "fake_device_2"]);
    const after = await sent();
    expect(after.description).toBe(before.description);
    await b.expectPartnersPicture();
    await b.expectPartnersSound();

    // The next partner gets them too, whatever was made ahead for them.
    await a.page.keyboard.press("Escape");
    const c = await VisitorPage.open(browser, deployment.origin);
    await a.skip();
    await b.page.getByRole("button", { name: "Stop" }).click();
    await c.start();
    await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
    expect((await sent()).labels).toEqual(after.labels);
    for (const one of [a, b, c]) {
      one.expectNoComplaint();
      await one.close();
    }
  });
});

test.describe("devices that come and go during a call", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  const chooseCamera = async ({ page }: VisitorPage) => {
    await page.getByRole("button", { name: "More" }).click();
    const cameras = page.getByRole("combobox", { name: "Camera" });
    await expect(cameras).toBeVisible();
    await expect(cameras).toHaveValue(""); // None is in use: each of them is a choice.
    const [first] = await cameras.locator("option:not([disabled])").allInnerTexts();
    await cameras.selectOption({ label: first ?? "" });
    await page.keyboard.press("Escape");
  };

  test("a camera that was added is seen, by the next partner as well", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA_YET });
    const [b, c] = [
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
    ];
    await a.start();
    await b.start();
    await a.expectPartnersPicture();
    await expect(b.page.getByText("Stranger's camera is off")).toBeVisible();
    await a.page.waitForTimeout(1_500); // The link for the next partner is there by now.
    await a.page.evaluate(() => Object.assign(window, { __camera: true }));
    await chooseCamera(a);
    await b.expectPartnersPicture();

    // Whoever waits is found at once, and answered on that link.
    await c.start();
    await c.expectState("searching");
    await a.skip();
    await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
    await Promise.all([c.expectPartnersSound(), ...[a, b, c].map((one) => one.expectNoComplaint())]);
    await Promise.all([a, b, c].map((one) => one.close()));
  });

  for (const waits of ["its visitor", "the partner"]) {
    test(`a camera that was added while blurred is sent coarsely from the first frame, where ${waits} waited`, async ({
      browser,
    }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA_YET });
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.page.getByRole("switch", { name: "Start blurred" }).click();
      const [first, second] = waits === "the partner" ? [b, a] : [a, b];
      await first.start();
      await first.expectState("searching");
      await second.start();
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await a.page.evaluate(() => Object.assign(window, { __camera: true }));
      await b.page.getByTestId("remote-video").evaluate((video: HTMLVideoElement) => {
        const widths = Object.assign(window, { __widths: [] as number[] }).__widths;
        const look = () => {
          widths.push(video.videoWidth);
          video.requestVideoFrameCallback(look);
        };
        video.requestVideoFrameCallback(look);
      });
      await chooseCamera(a);
      const widths = () =>
        b.page.evaluate(() => (window as unknown as { __widths: number[] }).__widths.filter((one) => one > 0));
      // How many a second is not what is tested: a busy machine shows few.
      await expect.poll(async () => (await widths()).length, { timeout: 40_000 }).toBeGreaterThan(30);
      expect(Math.max(...(await widths()))).toBeLessThan(80);
      await Promise.all([a, b].map((one) => one.close()));
    });
  }

  test("whoever lost all of them chooses one again", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin, { before: KEEP_TRACKS });
    const b = await VisitorPage.open(browser, deployment.origin);
    await a.start();
    await b.start();
    await b.expectPartnersPicture();
    await a.page.evaluate(() => {
      for (const track of (window as unknown as { __tracks: MediaStreamTrack[] }).__tracks) {
        track.stop();
        track.dispatchEvent(new Event("ended")); // As when it is unplugged.
      }
    });
    await expect(b.page.getByText("Stranger's camera is off")).toBeVisible();
    await expect(a.page.getByRole("button", { name: "No camera" })).toBeDisabled();
    await chooseCamera(a);
    await expect(a.page.getByRole("button", { name: "Turn camera off" })).toBeEnabled();
    await expect(b.page.getByText("Stranger's camera is off")).toBeHidden();
    await b.expectPartnersPicture();
    await Promise.all([a, b].map((one) => one.close()));
  });
});

const NO_CAMERA_YET = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wish) {
    const none = wish.video && !window.__camera;
    return none ? Promise.reject(new DOMException("none", "NotFoundError")) : open.call(this, wish);
  };
}`;
const KEEP_TRACKS = `{
  window.__tracks = [];
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wish) {
    const stream = await open.call(this, wish);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
}`;
