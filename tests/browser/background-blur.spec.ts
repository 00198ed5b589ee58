// A partner sees the visitor and not the room, from the first picture on; nobody else loads anything for it.
// SPDX-License-Identifier: MIT
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, type Route, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { HEADLESS_SHELL } from "./chromium.ts";
import { show } from "./gallery.ts";
import { VisitorPage } from "./visitor-page.ts";

/** What the camera sees: the gallery's drawn person, and a room of sharp stripes at both sides. */
const CAMERA = join(tmpdir(), `nexuschat-person-${process.pid}.mjpeg`);

test.use({
  launchOptions: {
    ...HEADLESS_SHELL,
    args: [...HEADLESS_SHELL.args, `--use-file-for-fake-video-capture=${CAMERA}`],
  },
});

async function drawPerson(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  await show(page, { state: "welcome, preview", theme: "dark", locale: "en" });
  const picture = await page
    .getByTestId("local-video")
    .evaluate(async (video: HTMLVideoElement) => {
      while (video.videoWidth === 0) await new Promise(requestAnimationFrame);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [640, 360];
      const draw = canvas.getContext("2d");
      if (!draw) throw new Error("no canvas");
      draw.drawImage(video, 0, 0, 640, 360);
      for (let x = 0; x < 640; x += 8) {
        if (x > 112 && x < 528) continue;
        draw.fillStyle = x % 16 === 0 ? "#e0e0e0" : "#202020";
        draw.fillRect(x, 0, 8, 360);
      }
      return canvas.toDataURL("image/jpeg", 0.95);
    });
  await page.close();
  return Buffer.from(picture.replace(/^.*,/, ""), "base64");
}

/** How much neighbouring pixels differ, on average, of 255: in the room, and in the face. */
interface Detail {
  readonly room: number;
  readonly face: number;
}

type Measuring = {
  measureDetail: (video: HTMLVideoElement) => Detail;
  __roomMax?: number;
};

/** Runs in the page before the app. */
const MEASURE = `
  const canvas = new OffscreenCanvas(320, 180);
  const draw = canvas.getContext("2d", { willReadFrequently: true });
  window.measureDetail = (video) => {
    if (!video || video.videoWidth === 0) return { room: 0, face: 0 };
    draw.drawImage(video, 0, 0, 320, 180);
    const detail = (left, top, width, height) => {
      const { data } = draw.getImageData(left, top, width, height);
      let sum = 0;
      for (let y = 0; y < height; y++) {
        for (let x = 1; x < width; x++) {
          const at = (y * width + x) * 4 + 1;
          sum += Math.abs(data[at] - data[at - 4]);
        }
      }
      return sum / (height * (width - 1));
    };
    return { room: detail(8, 20, 40, 140), face: detail(140, 55, 40, 60) };
  };
  // The most that the partner showed of the room since the test has set it to zero.
  window.__roomMax = 0;
  setInterval(() => {
    const video = document.querySelector('[data-testid="remote-video"]');
    window.__roomMax = Math.max(window.__roomMax, window.measureDetail(video).room);
  }, 40);
`;

const SHARP_ROOM = 6;
const BLURRED_ROOM = 2;
const FACE = 2;

function detailAt(page: Page, video: "remote-video" | "local-video"): Promise<Detail> {
  return page
    .getByTestId(video)
    .evaluate((element: HTMLVideoElement) =>
      (window as unknown as Measuring).measureDetail(element),
    );
}

const roomAt = async (page: Page) => (await detailAt(page, "remote-video")).room;

/** The most that a page has seen of its partner's room since this was called last. */
function roomMax(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { __roomMax = 0 } = window as unknown as Measuring;
    (window as unknown as Measuring).__roomMax = 0;
    return __roomMax;
  });
}

async function expectBlurred(page: Page): Promise<void> {
  await expect
    .poll(() => detailAt(page, "remote-video").then(({ face }) => face))
    .toBeGreaterThan(FACE);
  expect(await roomAt(page)).toBeLessThan(BLURRED_ROOM);
}

async function blurBackground({ page }: VisitorPage): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("switch", { name: "Blur my background" }).click();
  await page.keyboard.press("Escape");
}

/** Runs in the page before the app: notes every track that a camera or this page made. */
const KEEP_TRACKS = `
  window.__tracks = [];
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    const stream = await open.call(this, wanted);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
`;

const liveTracks = ({ page }: VisitorPage) =>
  page.evaluate(() => {
    const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
    return __tracks.filter(({ readyState }) => readyState === "live").map(({ kind }) => kind);
  });

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

    await a.page.getByRole("button", { name: "Try again" }).first().click();
    await expect(a.page.getByText("Loading background blur").first()).toBeHidden();
    await expect(why).toBeVisible();
    expect(await roomMax(b.page)).toBeLessThan(BLURRED_ROOM);

    await a.context.unroute(/segmentation-/);
    await a.page.getByRole("button", { name: "Try again" }).first().click();
    await expectBlurred(b.page);

    await a.context.route(/segmentation-/, (route) => route.abort());
    await a.page.getByRole("button", { name: "Turn camera off" }).click();
    await a.page.getByRole("button", { name: "Turn camera on" }).click();
    await expect(why).toBeVisible();
    await a.page.getByRole("button", { name: "Go on without blur" }).first().click();
    await expect.poll(() => roomAt(b.page)).toBeGreaterThan(SHARP_ROOM);
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
