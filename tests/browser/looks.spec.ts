// A handful of screens look as in their reference pictures; accept a wanted change with `--update-snapshots`.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { show, turnTo } from "./gallery.ts";
import { PHONE } from "./visitor-page.ts";

const STATES = [
  "welcome",
  "welcome, preview",
  "media denied",
  "searching with interests",
  "talking",
  "talking, text",
  "left skip",
  "no video, unsupported",
];

const LOOKS = [
  { name: "desktop", theme: "dark", viewport: { width: 1280, height: 800 }, states: STATES },
  { name: "phone", theme: "light", viewport: PHONE, states: STATES },
  // The picture of README.
  {
    name: "readme",
    theme: "dark",
    viewport: { width: 1280, height: 800 },
    states: ["conversation"],
  },
] as const;

for (const { name, theme, viewport, states } of LOOKS) {
  test.describe(name, () => {
    test.use({
      viewport,
      locale: "en-US",
      timezoneId: "UTC",
      contextOptions: { reducedMotion: "reduce" },
    });

    test(`${states.length} states`, async ({ page }) => {
      await page.clock.setFixedTime(Date.UTC(2026, 0, 2, 15, 4));
      await show(page, { state: "components", theme, locale: "en" });
      for (const state of states) {
        await turnTo(page, { state, theme, locale: "en" });
        // Waits for the drawn people and the fonts.
        await page.waitForFunction(
          () =>
            document.fonts.status === "loaded" &&
            [...document.querySelectorAll("video")].every(
              (video) => !video.srcObject || video.videoWidth > 0,
            ),
        );
        await expect.soft(page).toHaveScreenshot(`${name} ${state}.png`, {
          // Fonts and edges differ slightly between machines; a button that moves differs more.
          threshold: 0.1,
          maxDiffPixels: 100,
        });
      }
    });
  });
}
