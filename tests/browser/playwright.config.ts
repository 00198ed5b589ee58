import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS } from "./chromium.ts";

/** Tests of a single page, without a call. */
const PAGES = /(axe|layout|looks|translator)\.spec\.ts$/;

/** Real Chromium with fake devices. Calls run one after the other: the browsers of one call use two cores. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./gallery.ts",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: "pages", testMatch: PAGES, fullyParallel: true },
    { name: "calls", testIgnore: PAGES, workers: 1 },
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
