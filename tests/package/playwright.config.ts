import { defineConfig } from "@playwright/test";
import { HEADLESS_SHELL } from "../browser/chromium.ts";

/** Part of run.sh: the page that an installed package serves, in a browser. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../build/bare/browsers",
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["line"]],
  use: { browserName: "chromium", launchOptions: HEADLESS_SHELL, trace: "off" },
});
