import { expect } from "@playwright/test";
import type { VisitorPage } from "./visitor-page.ts";

/** A frame that the browser composed. */
export interface Frame {
  /** Milliseconds of the epoch. */
  readonly atMs: number;
  /** 0 to 255, in the middle of the partner's picture. */
  readonly brightness: number;
  /** A JPEG. */
  readonly image: Buffer;
}

export interface ScreenRecord {
  /** Waits for a frame that was composed after this moment. */
  readonly frameAfter: (atMs: number) => Promise<void>;
  readonly stop: () => Promise<readonly Frame[]>;
}

/** The number of frames that a page reads at a time. */
const MANY = 500;

/**
 * Records the composed frames of a page with a moving picture. Chromium skips frames when the test takes them too slowly.
 */
export async function recordScreen({ context, page }: VisitorPage): Promise<ScreenRecord> {
  const cdp = await context.newCDPSession(page);
  const frames: { readonly atMs: number; readonly image: string }[] = [];
  cdp.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    const atMs = metadata.timestamp ? metadata.timestamp * 1000 : Date.now();
    frames.push({ atMs, image: data });
    void cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await page.bringToFront();
  await cdp.send("Page.startScreencast", { format: "jpeg", quality: 60, everyNthFrame: 1 });
  // The first frames may be black: the page was in the background and is not composed yet.
  await expect.poll(() => frames.length).toBeGreaterThan(2);
  frames.length = 0;
  return {
    frameAfter: (atMs) =>
      expect.poll(() => (frames.at(-1)?.atMs ?? 0) > atMs, { intervals: [20] }).toBe(true),
    stop: async () => {
      await cdp.send("Page.stopScreencast");
      await cdp.detach();
      const reader = await context.newPage();
      const values: number[] = [];
      for (let from = 0; from < frames.length; from += MANY) {
        const images = frames.slice(from, from + MANY).map(({ image }) => image);
        values.push(...(await reader.evaluate(brightnessOf, images)));
      }
      await reader.close();
      return frames.map(({ atMs, image }, index) => ({
        atMs,
        brightness: values[index] ?? 0,
        image: Buffer.from(image, "base64"),
      }));
    },
  };
}

/** Runs in a page. */
async function brightnessOf(images: readonly string[]): Promise<number[]> {
  const canvas = new OffscreenCanvas(40, 40);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const values: number[] = [];
  for (const image of images) {
    const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const { width, height } = picture;
    // A fifth of the width and height, in the middle of the upper half, where no texts and buttons are.
    const part = [0.4 * width, 0.25 * height, 0.2 * width, 0.2 * height] as const;
    pen?.drawImage(picture, ...part, 0, 0, 40, 40);
    picture.close();
    const { data } = pen?.getImageData(0, 0, 40, 40) ?? { data: [] };
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) {
      sum += Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
    }
    values.push(Math.round(sum / (data.length / 4)));
  }
  return values;
}
