// The time from Skip to the first decoded frame of the next, waiting partner, in real browsers.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Machines } from "../face/machines.mjs";
import { Steps } from "../face/trace.mjs";
import { Visitor } from "../face/visitor.mjs";
import { progress, table, whole } from "./figures.mjs";
import { freePort, sleep, withProcesses } from "./processes.mjs";

const quick = process.argv.includes("--quick");
const CHROMIUM = process.env.NEXUS_CHROMIUM ?? "/usr/bin/chromium";
const SERVER = resolve("build/bench/bin/nexuschat");
const skips = quick ? 10 : 30;
/** How long two visitors stay together before the next skip: long enough for the third to be queued. */
const LOOK_MS = 1200;
/** By delay: the most that the median may be, as a part of the simple way's. */
const BARS = new Map([
  [0, 0.8],
  [50, 0.55],
]);
/** Browsers are about to send the DTLS handshake inside connectivity checks (draft-hancke-webrtc-sped). */
const SPED = ["--force-fieldtrials=WebRTC-IceHandshakeDtls/Enabled/"];

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

/**
 * One visitor skips from the second to the third and back; both wait for it in turn. The browser that is left stands still
 * meanwhile: it would take processor time from the two that meet, as if three visitors shared a machine.
 */
async function measure(launch, machines, { directory, naive, flags }) {
  const origin = await serve(launch, machines, directory);
  const visitors = [];
  const times = [];
  const steps = new Steps();
  const open = async (machine) => {
    const executablePath = machines.script(machine, CHROMIUM);
    const visitor = await Visitor.open({ origin, executablePath, naive, flags });
    visitors.push(visitor);
    return { visitor, machine };
  };
  try {
    const { visitor: skipper } = await open(1);
    let [left, next] = [await open(2), await open(3)];
    await left.visitor.start();
    await left.visitor.is("searching");
    await skipper.start();
    await Promise.all([skipper.is("talking"), left.visitor.is("talking")]);
    await next.visitor.start();
    for (let i = 0; i < skips + 1; i++) {
      await next.visitor.is("searching");
      await sleep(LOOK_MS);
      await Promise.all([skipper.seen(), next.visitor.seen()]);
      machines.halt(left.machine);
      let pressed;
      try {
        pressed = await skipper.skip();
      } finally {
        machines.goOn(left.machine);
      }
      await Promise.all([skipper.is("talking"), next.visitor.is("talking")]);
      const seen = { skipper: await skipper.seen(), waiting: await next.visitor.seen() };
      await next.visitor.touch();
      [left, next] = [next, left];
      if (i === 0) continue; // The first skip fills every cache.
      steps.add(pressed, seen);
      times.push(seen.skipper.find(({ step }) => step === "picture").at - pressed);
    }
  } finally {
    await Promise.all(visitors.map((one) => one.close()));
  }
  return { times, steps };
}

const contenders = [
  { name: "pre-generated offers", directory: resolve("web/dist"), naive: false, bar: BARS },
  { name: "the same, DTLS inside ICE checks", directory: resolve("web/dist"), naive: false, flags: SPED },
  { name: "offer made in the room", directory: buildNaive(), naive: true },
];
const rows = [];
const traces = [];
let missed = false;
try {
  for (const delayMs of BARS.keys()) {
    const measured = [];
    for (const contender of contenders) {
      progress(`${contender.name}, ${delayMs} ms one way`);
      const machines = await Machines.open(4, delayMs);
      try {
        const { times, steps } = await withProcesses((launch) => measure(launch, machines, contender));
        measured.push({ ...contender, times, half: percentile(times, 0.5) });
        traces.push({ heading: `${contender.name}, ${delayMs} ms one way`, rows: steps.rows() });
      } finally {
        machines.remove();
      }
    }
    const naive = measured.find((one) => one.naive).half;
    for (const { name, times, half, bar } of measured) {
      const ratio = half / naive;
      const most = bar?.get(delayMs);
      const met = ratio <= most;
      if (bar && !met && !quick) missed = true;
      const figures = [half, percentile(times, 0.95), Math.max(...times)].map(whole);
      rows.push([`${delayMs} ms`, name, times.length, ...figures, ratio.toFixed(2), bar ? `${most}: ${met ? "met" : "missed"}` : "-"]);
    }
  }
} finally {
  rmSync(web, { recursive: true, force: true });
}

console.log(
  "A server and three Chromium (fake cameras, 320x240), each on a machine of its own in a network namespace; `one way` is " +
    "the delay of every packet between any two of them. One visitor skips between two others, and each of them waits when its " +
    "turn comes; the browser that was left is stopped until the next face is there. Milliseconds from the press of Skip to the " +
    "first decoded frame.\n",
);
console.log(table(["one way", "way", "skips", "p50", "p95", "longest", "times in the room", "bar"], rows));
for (const { heading, rows: steps } of traces) {
  console.log(`\nSteps, ${heading} (medians, milliseconds after Skip):\n`);
  console.log(table(["after", "step"], steps));
}
if (missed) process.exit(3);
