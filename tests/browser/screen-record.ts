import { expect } from "@playwright/test";
import type { VisitorPage } from "./visitor-page.ts";

/**
 * Records the composed frames of a page with a moving picture. Stopping returns the brightness of each, 0 to 255, in
 * the middle of the partner's picture.
 * Chromium skips frames when the test takes them too slowly.
 */
export async function recordScreen({
  context,
  page,
}: VisitorPage): Promise<() => Promise<number[]>> {
  const cdp = await context.newCDPSession(page);
  const frames: string[] = [];
  cdp.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push(data);
    void cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await page.bringToFront();
  await cdp.send("Page.startScreencast", { format: "jpeg", quality: 60, everyNthFrame: 1 });
  // The first frames may be black: the page was in the background and is not composed yet.
  await expect.poll(() => frames.length).toBeGreaterThan(2);
  frames.length = 0;
  return async () => {
    await cdp.send("Page.stopScreencast");
    await cdp.detach();
    const reader = await context.newPage();
    const brightness = await reader.evaluate(async (images) => {
      const canvas = new OffscreenCanvas(40, 40);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      const values: number[] = [];
      for (const image of images) {
        const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
        // A fifth of the width and height, in the middle of the upper half, where no texts and buttons are.
        pen?.drawImage(
          picture,
          0.4 * picture.width,
          0.25 * picture.height,
          0.2 * picture.width,
          0.2 * picture.height,
          0,
          0,
          40,
          40,
        );
        const { data } = pen?.getImageData(0, 0, 40, 40) ?? { data: [] };
        let sum = 0;
        for (let i = 0; i < data.length; i += 4)
          sum += Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
        values.push(Math.round(sum / (data.length / 4)));
      }
      return values;
    }, frames);
    await reader.close();
    return brightness;
  };
}
