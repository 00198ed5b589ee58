// The time from Skip to the first decoded frame of the next, waiting partner, in real browsers.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Machines } from "../face/machines.mjs";
import { Visitor } from "../face/visitor.mjs";
import { progress, table, whole } from "./figures.mjs";
import { freePort, sleep, withProcesses } from "./processes.mjs";

const quick = process.argv.includes("--quick");
const CHROMIUM = process.env.NEXUS_CHROMIUM ?? "/usr/bin/chromium";
const SERVER = resolve("build/bench/bin/nexuschat");
const skips = quick ? 10 : 100;
/** How long two visitors stay together before the next skip: long enough for the third to be queued. */
const LOOK_MS = 1200;
/** Bars in milliseconds: the median of all skips, and the 95th percentile. */
const BARS = new Map([
  [0, { half: 150, most: 300 }],
  [50, { half: 430 }],
]);

const web = mkdtempSync(join(tmpdir(), "nexuschat-face-web-"));

/** The app, without pre-generated offers, as the baseline. */
function buildNaive() {
  execFileSync("npx", ["vite", "build", "--outDir", web, "--emptyOutDir", "--logLevel", "error"], {
    cwd: "web",
    env: { ...process.env, VITE_PREGENERATED_OFFERS: "off" },
  });
  return web;
}

function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

async function serve(launch, machines, directory) {
  const [host, port] = [machines.address(0), await freePort()];
  const words = [SERVER, "--server-listen", "0.0.0.0", "--server-port", String(port)];
  words.push("--web-directory", directory, "--matching-recent-minutes", "0");
  words.push("--limits-finds-per-second-max", "0", "--limits-messages-per-10-s-max", "0");
  words.push("--server-allowed-origins", `http://${host}:${port}`, "--log-level", "error");
  await launch(machines.inside(0, ...words), port, () => machines.accepts(0, port));
  return `http://${host}:${port}`;
}

/** One visitor skips from the second to the third and back; both wait for it in turn. */
async function measure(launch, machines, { directory, naive }) {
  const origin = await serve(launch, machines, directory);
  const visitors = [];
  const times = [];
  try {
    for (const machine of [1, 2, 3]) {
      const executablePath = machines.script(machine, CHROMIUM);
      visitors.push(await Visitor.open({ origin, executablePath, naive }));
    }
    const [skipper, ...others] = visitors;
    let [partner, waiting] = others;
    await partner.start();
    await partner.is("searching");
    await skipper.start();
    await Promise.all([skipper.is("talking"), partner.is("talking")]);
    await waiting.start();
    for (let i = 0; i < skips + 1; i++) {
      await waiting.is("searching");
      await sleep(LOOK_MS);
      const time = await skipper.skip();
      if (i > 0) times.push(time); // The first skip fills every cache.
      await Promise.all([skipper.is("talking"), waiting.is("talking")]);
      await waiting.touch();
      [partner, waiting] = [waiting, partner];
    }
  } finally {
    await Promise.all(visitors.map((one) => one.close()));
  }
  return times;
}

const contenders = [
  { name: "pre-generated offers", directory: resolve("web/dist"), naive: false },
  { name: "offer made in the room", directory: buildNaive(), naive: true },
];
const rows = [];
let missed = false;
try {
  for (const delayMs of BARS.keys()) {
    for (const contender of contenders) {
      progress(`${contender.name}, ${delayMs} ms one way`);
      const machines = await Machines.open(4, delayMs);
      try {
        const times = await withProcesses((launch) => measure(launch, machines, contender));
        const [half, most] = [percentile(times, 0.5), percentile(times, 0.95)];
        const bar = contender.naive ? null : BARS.get(delayMs);
        const met = !bar || (half <= bar.half && (!bar.most || most <= bar.most));
        if (!met && !quick) missed = true;
        const limits = bar ? [bar.half, bar.most].filter(Boolean).join(", ") : "";
        rows.push([
          `${delayMs} ms`,
          contender.name,
          times.length,
          ...[half, most, Math.max(...times)].map(whole),
          bar ? `${limits}: ${met ? "met" : "missed"}` : "-",
        ]);
      } finally {
        machines.remove();
      }
    }
  }
} finally {
  rmSync(web, { recursive: true, force: true });
}

console.log(
  "A server and three Chromium (fake cameras, 320x240), each on a machine of its own in a network namespace; `one way` is " +
    "the delay of every packet between any two of them. One visitor skips between two others, and each of them waits when its " +
    "turn comes. Milliseconds from the press of Skip to the first decoded frame.\n",
);
console.log(table(["one way", "way", "skips", "p50", "p95", "longest", "bar p50, p95"], rows));
if (missed) process.exit(3);
