import { defineConfig } from "@playwright/test";
import { HEADLESS_SHELL } from "../browser/chromium.ts";

/** Part of compose.sh: the site of a Compose file, in browsers that find it without a name server. */
const { NEXUS_SITE, NEXUS_SITE_ADDRESS } = process.env;
const FIND_SITE = `--host-resolver-rules=MAP ${NEXUS_SITE} ${NEXUS_SITE_ADDRESS}`;

export default defineConfig({
  testDir: ".",
  outputDir: "../../build/compose/browsers",
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { ...HEADLESS_SHELL, args: [...HEADLESS_SHELL.args, FIND_SITE] },
    trace: "off",
  },
});
