// What partners see of a visitor's room and face, in calls with a camera that shows both.
// SPDX-License-Identifier: MIT
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { HEADLESS_SHELL } from "./chromium.ts";
import { show } from "./gallery.ts";
import type { VisitorPage } from "./visitor-page.ts";

/** What the camera sees: the gallery's drawn person, and a room of sharp stripes at both sides. */
export const CAMERA = join(tmpdir(), `nexuschat-person-${process.pid}.mjpeg`);

export const WITH_CAMERA = {
  ...HEADLESS_SHELL,
  args: [...HEADLESS_SHELL.args, `--use-file-for-fake-video-capture=${CAMERA}`],
};

export async function drawPerson(browser: Browser): Promise<Buffer> {
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
export const MEASURE = `
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

export const SHARP_ROOM = 6;
export const BLURRED_ROOM = 2;
export const FACE = 2;

export function detailAt(page: Page, video: "remote-video" | "local-video"): Promise<Detail> {
  return page
    .getByTestId(video)
    .evaluate((element: HTMLVideoElement) =>
      (window as unknown as Measuring).measureDetail(element),
    );
}

export const roomAt = async (page: Page) => (await detailAt(page, "remote-video")).room;

/** The most that a page has seen of its partner's room since this was called last. */
export function roomMax(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { __roomMax = 0 } = window as unknown as Measuring;
    (window as unknown as Measuring).__roomMax = 0;
    return __roomMax;
  });
}

export async function expectBlurred(page: Page): Promise<void> {
  await expect
    .poll(() => detailAt(page, "remote-video").then(({ face }) => face))
    .toBeGreaterThan(FACE);
  expect(await roomAt(page)).toBeLessThan(BLURRED_ROOM);
}

export async function blurBackground({ page }: VisitorPage): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("switch", { name: "Blur my background" }).click();
  await page.keyboard.press("Escape");
}

/**
 * Runs in the page before the app: keeps every track of a device, the most cameras open at once,
 * whether a connection ever got a camera's own track, and the workers.
 */
export const KEEP_TRACKS = `{
  window.__tracks = [];
  window.__camerasMax = 0;
  window.__sentRaw = 0;
  window.__workers = new Set();
  window.__workersMax = 0;
  window.__loads = 0;
  const isOpen = ({ kind, readyState }) => kind === "video" && readyState === "live";
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    const stream = await open.call(this, wanted);
    window.__tracks.push(...stream.getTracks());
    window.__camerasMax = Math.max(window.__camerasMax, window.__tracks.filter(isOpen).length);
    return stream;
  };
  for (const [{ prototype }, name] of [
    [RTCPeerConnection, "addTrack"],
    [RTCPeerConnection, "addTransceiver"],
    [RTCRtpSender, "replaceTrack"],
  ]) {
    const send = prototype[name];
    prototype[name] = function (track, ...others) {
      if (track?.kind === "video" && window.__tracks.includes(track)) window.__sentRaw += 1;
      return send.call(this, track, ...others);
    };
  }
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...args) {
      super(...args);
      if (!String(args[0]).includes("background-blur")) return;
      window.__loads += 1;
      window.__workers.add(this);
      window.__workersMax = Math.max(window.__workersMax, window.__workers.size);
    }
    terminate() {
      window.__workers.delete(this);
      super.terminate();
    }
  };
}`;

interface Kept {
  readonly __tracks: readonly MediaStreamTrack[];
  readonly __camerasMax: number;
  readonly __sentRaw: number;
  readonly __workers: ReadonlySet<Worker>;
  readonly __workersMax: number;
  readonly __loads: number;
}

/** What a page with KEEP_TRACKS has used so far. */
export const used = ({ page }: VisitorPage) =>
  page.evaluate(() => {
    const kept = window as unknown as Kept;
    return {
      /** The most at once. */
      cameras: kept.__camerasMax,
      /** Since the page was opened. */
      loads: kept.__loads,
      workers: kept.__workersMax,
      workersNow: kept.__workers.size,
      clearTracks: kept.__sentRaw,
    };
  });

export const liveTracks = ({ page }: VisitorPage) =>
  page.evaluate(() => {
    const { __tracks } = window as unknown as Kept;
    return __tracks.filter(({ readyState }) => readyState === "live").map(({ kind }) => kind);
  });
