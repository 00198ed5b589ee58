// Takes the pictures that stand for the site elsewhere from the gallery: public/share.png for links,
// and the screenshots of the manifest. Run it when the design changes, with node_modules in web/ and
// tests/: node scripts/share-pictures.mjs
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";

const { chromium } = createRequire(new URL("../../tests/package.json", import.meta.url))(
  "playwright-core",
);

const WEB = new URL("..", import.meta.url).pathname;
const PHONE = { width: 390, height: 844, scale: 2 };
const PICTURES = [
  { file: "share.png", state: "share", width: 1200, height: 630, scale: 1 },
  { file: "screenshot-wide.jpg", state: "conversation", width: 1280, height: 800, scale: 1 },
  { file: "screenshot-narrow.jpg", state: "conversation", ...PHONE },
  { file: "screenshot-start.jpg", state: "welcome", ...PHONE },
];

const outDir = join(tmpdir(), "nexuschat-gallery");
await build({
  root: WEB,
  mode: "gallery",
  logLevel: "warn",
  build: { outDir, emptyOutDir: true },
});
const server = await preview({ root: WEB, build: { outDir }, preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env.NEXUS_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const { file, state, width, height, scale } of PICTURES) {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: "reduce",
    locale: "en-US",
  });
  const { port } = server.httpServer.address();
  const view = new URLSearchParams({ state, theme: "dark", locale: "en" });
  await page.goto(`http://localhost:${port}/gallery.html#${view}`);
  await page.locator(`[data-view="${state} dark en"]`).waitFor();
  await page.waitForFunction(
    () =>
      document.fonts.status === "loaded" &&
      [...document.querySelectorAll("video")].every((video) => video.videoWidth > 0),
  );
  const isJpeg = file.endsWith(".jpg");
  await page.screenshot({
    path: join(WEB, "public", file),
    ...(isJpeg ? { type: "jpeg", quality: 85 } : {}),
  });
  await page.close();
}
await browser.close();
await server.close();
