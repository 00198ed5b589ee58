import { defineConfig } from "@playwright/test";
import { CHROMIUM, HEADLESS_SHELL } from "./chromium.ts";

/** Tests of a single page, without a call. */
const PAGES = /(axe|layout|looks|translator)\.spec\.ts$/;

/** Tests of connections: between browsers, and to the server. */
const LINKS = [
  "early-handshake",
  "flood",
  "lanes",
  "link",
  "moves",
  "nginx",
  "pre-generated-answer",
  "relay",
  "reload",
  "resume",
  "skips",
  "unreachable",
].map((name) => `**/${name}.spec.ts`);

/** Real Chromium with fake devices. Two workers make calls while the third looks at single pages. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./gallery.ts",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  fullyParallel: false,
  workers: 3,
  projects: [
    { name: "calls", testIgnore: [PAGES, ...LINKS], workers: 1 },
    { name: "links", testMatch: LINKS, workers: 1, use: { launchOptions: HEADLESS_SHELL } },
    { name: "pages", testMatch: PAGES, fullyParallel: true },
  ],
  // On an idle machine each expected state takes seconds; a busy one may take longer.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: CHROMIUM,
    trace: "off",
  },
});
