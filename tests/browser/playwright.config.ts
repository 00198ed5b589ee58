import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS } from "./chromium.ts";

/** Tests of one page that nobody calls. */
const PAGES = /(axe|layout|looks|translator)\.spec\.ts$/;

/** Real Chromium with fake devices; calls one after the other, since the browsers of one call already fill two cores. */
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
  // What is waited for comes within seconds on an idle machine; a busy one may take its time.
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
