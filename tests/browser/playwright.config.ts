import { defineConfig } from "@playwright/test";
import { CHROMIUM, HEADLESS_SHELL, WHOLE } from "./chromium.ts";

/** Tests of a single page, without a call. */
const PAGES = /(axe|layout|translator)\.spec\.ts$/;
const LOOKS = /looks\.spec\.ts$/;

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

const SHELL = { grepInvert: new RegExp(WHOLE) };
const WHOLE_BROWSER = { grep: new RegExp(WHOLE), use: { launchOptions: CHROMIUM } };

/** Real Chromium with fake devices. The longest files come first, so that no worker ends long before the others. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./gallery.ts",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  fullyParallel: false,
  // For two cores: calls, and pages that draw frame after frame, wait for a third of their time.
  workers: 3,
  projects: [
    { name: "links", testMatch: LINKS, ...SHELL },
    { name: "calls, whole browser", testIgnore: [PAGES, LOOKS, ...LINKS], ...WHOLE_BROWSER },
    { name: "calls", testIgnore: [PAGES, LOOKS, ...LINKS], ...SHELL },
    // A test visits some sixty states, and yields to the steps beside it (scripts/tests.sh).
    { name: "pages", testMatch: PAGES, timeout: 600_000, fullyParallel: true, ...SHELL },
    { name: "looks", testMatch: LOOKS, use: { launchOptions: CHROMIUM } },
  ],
  // On an idle machine each expected state takes seconds; a busy one may take longer.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  // Browsers and networks that real time drives fail a test once in some thousand runs. The summary names each that needed
  // its second attempt, so that one which needs it often gets mended.
  retries: 1,
  reporter: [["list"], ["./repeated.ts"]],
  use: {
    browserName: "chromium",
    launchOptions: HEADLESS_SHELL,
    trace: "off",
  },
});
