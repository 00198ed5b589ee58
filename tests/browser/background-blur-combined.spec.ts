// A blurred background beside everything else that opens, replaces or closes a camera.
// SPDX-License-Identifier: MIT
import { rmSync, writeFileSync } from "node:fs";
import { type Browser, chromium, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import {
  BLURRED_ROOM,
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
  used,
  WITH_CAMERA,
} from "./blur-watch.ts";
import { VisitorPage } from "./visitor-page.ts";

test.use({ launchOptions: WITH_CAMERA });

/** A visitor who wished the blur at an earlier visit. */
const WISHED = `localStorage.setItem("nexus.blur-background", "on");`;

/** A screen of the same stripes as the room. A browser without a display has none to share. */
const STRIPED_SCREEN = `
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
    const pen = canvas.getContext("2d");
    setInterval(() => {
      for (let x = 0; x < 640; x += 8) {
        pen.fillStyle = x % 16 === 0 ? "#e0e0e0" : "#202020";
        pen.fillRect(x, 0, 8, 360);
      }
    }, 66);
    const stream = canvas.captureStream(15);
    window.__tracks.push(...stream.getAudioTracks());
    return stream;
  };
`;

/** Refuses the microphone, as a browser does without one. */
const NO_MICROPHONE = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    if (wanted.audio) throw new DOMException("none", "NotFoundError");
    return open.call(this, wanted);
  };
}`;

/** The video of the camera is a file, of which Chromium makes one camera. */
const SECOND_CAMERA = `{
  const list = MediaDevices.prototype.enumerateDevices;
  MediaDevices.prototype.enumerateDevices = async function () {
    const second = { kind: "videoinput", deviceId: "second", groupId: "", label: "Second camera" };
    return [...await list.call(this), second];
  };
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    const isSecond = wanted.video?.deviceId?.exact === "second";
    const stream = await open.call(this, isSecond ? { video: true } : wanted);
    for (const track of isSecond ? stream.getVideoTracks() : []) {
      const settings = track.getSettings();
      track.getSettings = () => ({ ...settings, deviceId: "second" });
    }
    return stream;
  };
}`;

const button = ({ page }: VisitorPage, name: string) => page.getByRole("button", { name });

async function inMore(visitor: VisitorPage, name: string): Promise<void> {
  await button(visitor, "More").click();
  await button(visitor, name).click();
}

/** A person is seen, and nothing but blurred pictures has ever been sent. */
async function expectOnlyBlurred(a: VisitorPage, b: VisitorPage): Promise<void> {
  await expectBlurred(b.page);
  await b.expectPartnersPicture();
  expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);
  expect(await used(a)).toMatchObject({ cameras: 1, workers: 1, clearTracks: 0 });
}

async function expectAllClosed(visitor: VisitorPage): Promise<void> {
  await expect.poll(() => liveTracks(visitor)).toEqual([]);
  // The worker is kept for a while.
  await expect.poll(() => used(visitor).then(({ workersNow }) => workersNow)).toBe(0);
}

test.describe("the background blur", () => {
  let deployment: Deployment;
  test.beforeAll(async ({ browser }) => {
    writeFileSync(CAMERA, await drawPerson(browser));
    deployment = await startDeployment("all-in-one", { web: true, settings: NO_MESSAGE_LIMITS });
  });
  test.afterAll(async () => {
    await deployment.stop();
    rmSync(CAMERA, { force: true });
  });

  const open = (browser: Browser, before = "") =>
    VisitorPage.open(browser, deployment.origin, { before: MEASURE + KEEP_TRACKS + before });

  /** A visitor with the blur in a call with one without. */
  const meet = async (browser: Browser, before = "") => {
    const [a, b] = [await open(browser, WISHED + before), await open(browser)];
    await Promise.all([a.start(), b.start()]);
    await expectOnlyBlurred(a, b);
    return [a, b] as const;
  };

  test("leaves a shared screen sharp, and the camera is closed meanwhile and blurred afterwards", async ({
    browser,
  }) => {
    const [a, b] = await meet(browser, STRIPED_SCREEN);
    await inMore(a, "Share my screen");
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);
    expect((await detailAt(b.page, "remote-video")).face).toBeGreaterThan(SHARP_ROOM);
    await expect.poll(() => liveTracks(a)).toEqual(["audio"]);
    await inMore(a, "Stop sharing");
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await roomMax(b.page);
    await expectOnlyBlurred(a, b);
    await button(a, "Stop").click();
    await expectAllClosed(a);
    for (const one of [a, b]) one.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("stays with another camera, one that is unplugged, and one that is off and on", async ({
    browser,
  }) => {
    const [a, b] = await meet(browser, SECOND_CAMERA);
    const { page } = a;
    await button(a, "More").click();
    const cameras = page.getByRole("combobox", { name: "Camera" });
    await cameras.selectOption("second");
    await expect(cameras).toHaveValue("second");
    await page.keyboard.press("Escape");
    await expectOnlyBlurred(a, b);

    await page.evaluate(() => {
      const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
      const camera = __tracks.findLast(({ kind }) => kind === "video");
      camera?.stop();
      camera?.dispatchEvent(new Event("ended"));
    });
    await expect(page.getByText("Your camera was disconnected, so we switched")).toBeVisible();
    await expectOnlyBlurred(a, b);

    await button(a, "Turn camera off").click();
    await expect.poll(() => liveTracks(a)).toEqual(["audio"]);
    await button(a, "Turn camera on").click();
    await expectOnlyBlurred(a, b);

    // Pressed faster than any camera opens.
    await button(a, "More").click();
    const blur = page.getByRole("switch", { name: "Blur my background" });
    await blur.evaluate(async (one: HTMLElement) => {
      for (let press = 0; press < 40; press++) {
        one.click();
        await new Promise((resolve) => setTimeout(resolve, press));
      }
    });
    await expect(blur).toBeChecked();
    await page.keyboard.press("Escape");
    await expect(button(a, "Turn camera off")).toBeEnabled();
    // The partner may still see what was sent between two presses.
    await expect.poll(() => roomAt(b.page)).toBeLessThan(BLURRED_ROOM);
    await expectBlurred(b.page);
    expect(await liveTracks(a)).toEqual(["audio", "video"]);
    expect(await used(a)).toMatchObject({ cameras: 1, loads: 1, workersNow: 1 });
    await button(a, "Stop").click();
    await expectAllClosed(a);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("begins with the call that two who write agree on, and leaves a blurred start blurred", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser, WISHED), await open(browser)];
    await a.page.getByRole("radio", { name: "Text" }).click();
    await a.openWishes();
    await a.page.getByRole("switch", { name: "Start blurred" }).click();
    await Promise.all([a.start("Text"), b.start("Text")]);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    expect(await used(a)).toMatchObject({ cameras: 0, loads: 0 });

    // Without the blur the wish ends, and a note shows why.
    await a.context.route(/segmentation-/, (route) => route.abort());
    const failed = a.page.getByText("Background blur isn’t working").first();
    await expect(async () => {
      await button(a, "Video call").click();
      await expect(failed).toBeVisible({ timeout: 2_000 });
    }).toPass();
    expect(await liveTracks(a)).toEqual([]);
    await a.context.unroute(/segmentation-/);
    await button(a, "Try again").click();
    await expect(failed).toBeHidden();
    const asked = b.page.getByText("Your partner would like a video call.");
    await asked.waitFor();
    await expectAllClosed(a); // Until the partner agrees.
    await expect(async () => {
      await button(b, "Turn on video").click({ timeout: 500 });
      await expect(asked).toBeHidden({ timeout: 500 });
    }).toPass();

    const width = () =>
      b.page.getByTestId("remote-video").evaluate((v: HTMLVideoElement) => v.videoWidth);
    await expect.poll(width).toBeGreaterThan(0);
    await expect.poll(width).toBeLessThan(80);
    const show = button(a, "Show myself");
    await expect(async () => {
      if (await show.isVisible()) await show.click();
      await expect(show).toBeHidden({ timeout: 500 });
    }).toPass();
    await expect.poll(width).toBeGreaterThan(200);
    await expectOnlyBlurred(a, b);
    await button(a, "Stop").click();
    await expectAllClosed(a);
    await Promise.all([a.close(), b.close()]);
  });

  test("loads once for a visitor without a microphone", async ({ browser }) => {
    // Chromium looks for a camera that blurs by itself, and fails for the microphone before ours loads.
    const others = "MediaDevices.prototype.getSupportedConstraints = () => ({});";
    const [a, b] = await meet(browser, NO_MICROPHONE + others);
    expect(await used(a)).toMatchObject({ cameras: 1, loads: 1 });
    await Promise.all([a.close(), b.close()]);
  });

  for (const [what, before, missing] of [
    ["whose worker does not load", "", /background-blur-worker-/],
    [
      "that cannot send pictures of a page",
      "delete window.MediaStreamTrackGenerator; delete HTMLCanvasElement.prototype.captureStream;",
      null,
    ],
  ] as const) {
    test(`opens no camera in a browser ${what}`, async ({ browser }) => {
      const others = "MediaDevices.prototype.getSupportedConstraints = () => ({});";
      const a = await open(browser, WISHED + others + before);
      if (missing) await a.context.route(missing, (route) => route.abort());
      await expectUnavailable(a);
      await a.close();
    });
  }

  test("opens no camera in a browser without the SIMD instructions of WebAssembly", async () => {
    const args = [...WITH_CAMERA.args, "--js-flags=--no-enable-sse4-1"];
    const old = await chromium.launch({ ...WITH_CAMERA, args });
    const a = await open(old, WISHED);
    await expectUnavailable(a);
    await old.close();
  });
});

async function expectUnavailable(visitor: VisitorPage): Promise<void> {
  const { page } = visitor;
  await page.getByRole("button", { name: "Preview camera" }).click();
  await expect(page.getByText("Background blur isn’t working").first()).toBeVisible();
  await expect.poll(() => liveTracks(visitor)).toEqual(["audio"]);
  expect(await used(visitor)).toMatchObject({ cameras: 0, workersNow: 0 });
  await page.getByRole("button", { name: "Go on without blur" }).first().click();
  await expect.poll(() => liveTracks(visitor)).toEqual(["audio", "video"]);
}
