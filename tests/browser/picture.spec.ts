// How much of a partner's picture is visible, in real calls with cameras of every shape.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { DESKTOP, PHONE, VisitorPage } from "./visitor-page.ts";

const WINDOWS = [
  { name: "desktop", width: 1280, height: 800 },
  { name: "large desktop", ...DESKTOP },
  { name: "phone", ...PHONE },
  { name: "phone on its side", width: 844, height: 390 },
  { name: "small phone", width: 360, height: 640 },
  { name: "tablet", width: 820, height: 1180 },
  { name: "full HD", width: 1920, height: 1080 },
  { name: "very large", width: 2560, height: 1440 },
] as const;

const SHAPES = [
  { name: "9:16", width: 360, height: 640 },
  { name: "3:4", width: 480, height: 640 },
  { name: "16:9", width: 640, height: 360 },
] as const;

/** A camera with the shape that the test sets, which the test may change during a call. */
const CAMERA_OF_ANY_SHAPE = `{
  const canvas = document.createElement("canvas");
  window.__shape = (width, height) => Object.assign(canvas, { width, height });
  window.__shape(360, 640);
  const draw = () => {
    const context = canvas.getContext("2d");
    context.fillStyle = "hsl(" + (Date.now() / 20) % 360 + " 60% 50%)";
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  setInterval(draw, 50);
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    const stream = await open.call(this, wanted);
    if (wanted.video) {
      stream.getVideoTracks().forEach((track) => { track.stop(); stream.removeTrack(track); });
      stream.addTrack(canvas.captureStream().getVideoTracks()[0]);
    }
    return stream;
  };
}`;

/** From the element's geometry: the share of the picture inside the element and the window. */
function share(page: Page): Promise<number> {
  return page.getByTestId("remote-video").evaluate((video: HTMLVideoElement) => {
    const { width, height } = video.getBoundingClientRect();
    const [across, down] = [width / video.videoWidth, height / video.videoHeight];
    const { objectFit } = getComputedStyle(video);
    const scale = objectFit === "contain" ? Math.min(across, down) : Math.max(across, down);
    const seen = (frame: number, picture: number) => Math.min(1, frame / (picture * scale));
    return seen(width, video.videoWidth) * seen(height, video.videoHeight);
  });
}

/** In the page: a picture that does not fill the stage has a blurred copy behind it. */
function isFilled(): boolean {
  const picture = document.querySelector("[data-testid=remote-video]");
  const whole = picture !== null && getComputedStyle(picture).objectFit === "contain";
  return whole === (document.querySelector("[data-testid=backdrop]") !== null);
}

test.describe("the partner's picture", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("is visible whole, or nearly, whatever its shape and the window's", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin, { before: CAMERA_OF_ANY_SHAPE });
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const picture = a.page.getByTestId("remote-video");
    for (const shape of SHAPES) {
      await b.page.evaluate(`window.__shape(${shape.width}, ${shape.height})`);
      const ratio = () => picture.evaluate((v: HTMLVideoElement) => v.videoWidth / v.videoHeight);
      await expect.poll(ratio).toBeCloseTo(shape.width / shape.height, 1);
      for (const { name, ...size } of WINDOWS) {
        await a.page.setViewportSize(size);
        await expect
          .poll(() => share(a.page), `${shape.name}, ${name}`)
          .toBeGreaterThanOrEqual(0.8);
        const stage = await a.page.getByRole("main").boundingBox();
        expect((stage?.width ?? 0) * (stage?.height ?? 0)).toBeGreaterThan(
          0.9 * size.width * size.height,
        );
        // The rest of the stage is not black.
        await expect.poll(() => a.page.evaluate(isFilled)).toBe(true);
      }
    }

    // A double tap switches, for this partner only.
    const fit = () => picture.evaluate((v) => getComputedStyle(v).objectFit);
    await a.page.setViewportSize(PHONE);
    await expect.poll(fit).toBe("contain");
    await a.page.mouse.dblclick(PHONE.width / 2, PHONE.height / 2);
    await expect.poll(fit).toBe("cover");
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Show the whole picture" }).click();
    await expect.poll(fit).toBe("contain");

    // A hidden partner's picture does not show in the background either.
    await a.page.keyboard.press("Escape");
    await expect(a.page.getByTestId("hidden")).toBeVisible();
    await expect(a.page.getByTestId("backdrop")).toHaveCount(0);
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });
});
