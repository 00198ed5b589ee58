// Draws the icons of the installed app from public/favicon.svg, with Debian's Chromium. Run it when
// the drawing changes: node scripts/icons.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const drawing = readFileSync("public/favicon.svg", "utf8");
const icons = [
  { name: "icon-192", size: 192, svg: drawing },
  { name: "icon-512", size: 512, svg: drawing },
  // Systems crop these to their own shape: no corners of our own, and the lights well inside.
  { name: "icon-maskable-512", size: 512, svg: fullBleed(0.78) },
  { name: "apple-touch-icon", size: 180, svg: fullBleed(0.86) },
];

const folder = mkdtempSync(join(tmpdir(), "icons-"));
for (const { name, size, svg } of icons) {
  const page = join(folder, `${name}.html`);
  const sized = svg.replace(
    "<svg ",
    `<svg width="${size}" height="${size}" style="display:block" `,
  );
  writeFileSync(page, `<body style="margin:0">${sized}</body>`);
  execFileSync(process.env.NEXUS_CHROMIUM ?? "/usr/bin/chromium", [
    "--headless",
    "--no-sandbox",
    "--hide-scrollbars",
    "--default-background-color=00000000",
    `--window-size=${size},${size}`,
    `--screenshot=${resolve("public", `${name}.png`)}`,
    `file://${page}`,
  ]);
}

function fullBleed(scale) {
  const move = 16 * (1 - scale);
  return drawing
    .replace(' rx="8"', "")
    .replace("<circle", `<g transform="translate(${move} ${move}) scale(${scale})"><circle`)
    .replace("</svg>", "</g></svg>");
}
