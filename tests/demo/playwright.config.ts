import { defineConfig } from "@playwright/test";
import { HEADLESS_SHELL } from "../browser/chromium.ts";

/** `./nexus demo`: one journey through a whole site. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../build/demo/results",
  workers: 1,
  timeout: 0,
  expect: { timeout: 60_000 },
  reporter: [["line"]],
  use: {
    browserName: "chromium",
    launchOptions: HEADLESS_SHELL,
    trace: "off",
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
  },
});
