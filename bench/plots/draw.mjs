// Draws bar charts as SVG. One chart has groups of bars; each group has a scale of its own.
// SPDX-License-Identifier: MIT

const WIDTH = 720;
const LEFT = 250;
const RIGHT = 110;
const BAR = 18;
const STEP = 24;

/** Both looks of a page that shows the picture. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .quiet { fill: #59636e }
  .own { fill: #0969da } .peer { fill: #afb8c1 } .limit { stroke: #cf222e; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 } .own { fill: #4493f8 } .peer { fill: #59636e } .limit { stroke: #f85149 }
  }`;

/**
 * The chart as the text of an SVG file.
 * @param {{title: string, note: string, groups: {label: string, limit?: number, bars: Bar[]}[]}} chart
 * @typedef {{name: string, value: number, text: string, own?: boolean}} Bar  `own`: ours, drawn in colour
 */
export function draw({ title, note, groups }) {
  const parts = [text(0, 18, title, "title"), text(0, 40, note, "quiet")];
  let y = 64;
  for (const { label, limit, bars } of groups) {
    parts.push(text(0, y + 13, label));
    y += STEP;
    const most = Math.max(limit ?? 0, ...bars.map(({ value }) => value));
    const wide = (value) => Math.max(1, Math.round((value / most) * (WIDTH - LEFT - RIGHT)));
    const top = y;
    for (const bar of bars) {
      parts.push(text(LEFT - 8, y + 13, bar.name, "quiet", "end"));
      parts.push(`<rect class="${bar.own ? "own" : "peer"}" x="${LEFT}" y="${y}" width="${wide(bar.value)}" height="${BAR}" rx="2"/>`);
      parts.push(text(LEFT + wide(bar.value) + 6, y + 13, bar.text));
      y += STEP;
    }
    if (limit !== undefined) {
      const x = LEFT + wide(limit);
      parts.push(`<line class="limit" x1="${x}" x2="${x}" y1="${top - 3}" y2="${y - 3}"/>`);
    }
    y += 14;
  }
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${escape(title)}">`;
  return `${[head, `<style>${STYLE}\n</style>`, ...parts].join("\n")}\n</svg>\n`;
}

function text(x, y, words, kind = "", anchor = "") {
  const attributes = [kind && ` class="${kind}"`, anchor && ` text-anchor="${anchor}"`].join("");
  return `<text x="${x}" y="${y}"${attributes}>${escape(words)}</text>`;
}

const escape = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
