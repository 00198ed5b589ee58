// Two browsers on two machines, one page in each, and the signalling between them.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type LaunchOptions, type Page } from "@playwright/test";
import { type Networks, SIDES, type Side } from "./networks.ts";
import type { Implementation, LinkLab } from "./page.ts";

const WEB = resolve(import.meta.dirname, "../../../web");
/** No server has this address: the test answers the requests. It is https, so that pages get a camera. */
const ORIGIN = "https://link.test/";
/** A picture without a new frame for this long has stopped. */
const STILL_MS = 500;
/** A picture that moves for this long has recovered. */
const STEADY_MS = 1_500;

export type Ends = Readonly<Record<Side, End>>;

export interface End {
  readonly implementation: Implementation;
  readonly devices: boolean;
}

export function buildPage(): string {
  const directory = mkdtempSync(join(tmpdir(), "nexuschat-link-"));
  try {
    const vite = join(WEB, "node_modules/vite/bin/vite.js");
    const config = join(import.meta.dirname, "vite.config.ts");
    execFileSync(process.execPath, [vite, "build", "--config", config, "--outDir", directory], {
      cwd: WEB,
    });
    const script = readFileSync(join(directory, "page.iife.js"), "utf8");
    return `<!doctype html><title>link</title><video autoplay muted></video><script>${script}</script>`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `left` is the initiator. */
export class Pair {
  readonly #browsers: Browser[] = [];
  readonly #pages = new Map<Side, Page>();
  /** While the room is away, its messages are lost. */
  #roomIsThere = true;
  #ends: Ends | null = null;
  /** What to do once the left page's first offer is delivered. */
  #onFirstOffer: (() => Promise<void>) | null = null;

  static async open(networks: Networks, html: string, launch: LaunchOptions): Promise<Pair> {
    const pair = new Pair();
    for (const side of SIDES) {
      const executablePath = networks.chromium(side, launch.executablePath ?? "chromium");
      const browser = await chromium.launch({ ...launch, executablePath });
      pair.#browsers.push(browser);
      const page = await browser.newPage();
      pair.#pages.set(side, page);
      await page.route(`${ORIGIN}**`, (route) =>
        route.fulfill({ contentType: "text/html", body: html }),
      );
      await page.exposeFunction("toPartner", (signal: Parameters<LinkLab["signal"]>[0]) =>
        pair.#relay(otherThan(side), signal),
      );
      await page.goto(ORIGIN);
    }
    return pair;
  }

  /** Reloads both pages, because a link is used once, and starts a call between them. */
  async call(ends: Ends): Promise<void> {
    this.#roomIsThere = true;
    this.#ends = ends;
    for (const side of SIDES) await this.page(side).reload();
    // The responder starts first, as in a room, so that no signal is lost.
    for (const side of ["right", "left"] as const) {
      const { implementation, devices } = ends[side];
      const role = side === "left" ? "initiator" : "responder";
      await this.page(side).evaluate(([which, as, has]) => window.lab.start(which, as, has), [
        implementation,
        role,
        devices,
      ] as const);
    }
  }

  page(side: Side): Page {
    const page = this.#pages.get(side);
    if (!page) throw new Error(`no page on the ${side}`);
    return page;
  }

  states(side: Side): Promise<ReturnType<LinkLab["states"]>> {
    return this.page(side).evaluate(() => window.lab.states());
  }

  roomGone(): void {
    this.#roomIsThere = false;
  }

  async roomBack(): Promise<void> {
    this.#roomIsThere = true;
    for (const side of SIDES) await this.page(side).evaluate(() => window.lab.recover());
  }

  /** Makes the left link recover, as after a reconnection, once the right link has its first offer. */
  recoversAfterFirstOffer(): void {
    this.#onFirstOffer = () => this.page("left").evaluate(() => window.lab.recover());
  }

  /**
   * How long after `event` both pictures moved steadily again: 0 if they never stopped, null if they did
   * not recover in time or a link gave up.
   */
  async backAfter(event: number, withinMs: number): Promise<number | null> {
    const both = await Promise.all(SIDES.map((side) => this.#backAfter(side, event, withinMs)));
    return both.reduce(
      (worst, one) => (worst === null || one === null ? null : Math.max(worst, one)),
      0,
    );
  }

  async #backAfter(side: Side, event: number, withinMs: number): Promise<number | null> {
    if (!this.#ends?.[otherThan(side)].devices) return 0;
    for (;;) {
      const [frames, states] = await this.page(side).evaluate(
        () => [window.lab.frames(), window.lab.states()] as const,
      );
      const start = startOfSteadyRun(frames, event);
      if (start !== null) return Math.max(0, start - event);
      if (states.at(-1)?.[0] === "failed" || Date.now() - event > withinMs) return null;
      await pause(100);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
  }

  async #relay(to: Side, signal: Parameters<LinkLab["signal"]>[0]): Promise<void> {
    if (!this.#roomIsThere) return;
    await this.page(to).evaluate((said) => window.lab.signal(said), signal);
    if (to === "right" && signal.kind === "description") {
      const then = this.#onFirstOffer;
      this.#onFirstOffer = null;
      await then?.();
    }
  }
}

function otherThan(side: Side): Side {
  return side === "left" ? "right" : "left";
}

/**
 * The start of the first run of frames that lasts for STEADY_MS after `event`; null before such a run. Later
 * interruptions do not count: a busy machine causes them, not the link.
 */
function startOfSteadyRun(frames: readonly number[], event: number): number | null {
  let start = frames[0] ?? 0;
  let before = start;
  for (const at of frames) {
    if (at - before > STILL_MS) start = at;
    if (at - Math.max(start, event) > STEADY_MS) return start;
    before = at;
  }
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
