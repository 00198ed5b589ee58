import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS } from "./chromium.ts";

/** Tests of a single page, without a call. */
const PAGES = /(axe|layout|looks|translator)\.spec\.ts$/;

/** Real Chromium with fake devices. One worker makes calls while the others look at single pages. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./gallery.ts",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  fullyParallel: false,
  workers: 3,
  projects: [
    { name: "calls", testIgnore: PAGES, workers: 1 },
    { name: "pages", testMatch: PAGES, fullyParallel: true },
  ],
  // On an idle machine each expected state takes seconds; a busy one may take longer.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.NEXUS_CHROMIUM ?? "/usr/bin/chromium",
      args: CHROMIUM_ARGS,
    },
    trace: "off",
  },
});
