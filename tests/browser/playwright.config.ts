import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS } from "./chromium.ts";

/** Real Chromium with fake devices; one worker, since two calls at once already fill two cores. */
export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  fullyParallel: false,
  workers: 1,
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
