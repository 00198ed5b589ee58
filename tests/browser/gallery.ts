// The gallery of the web app, from a production build: it loads and renders several times faster than from sources.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import { freePort } from "../support/ports.ts";
import { startProgram } from "../support/process.ts";

const WEB = resolve(import.meta.dirname, "../../web");
const BUILT = resolve(import.meta.dirname, "../../build/gallery");
const ADDRESS = "NEXUS_GALLERY";
const VITE = `${WEB}/node_modules/vite/bin/vite.js`;

export interface Shown {
  readonly state: string;
  readonly theme: "light" | "dark";
  readonly locale: string;
}

/** Playwright's global setup: builds the gallery, and serves it to all tests. */
export default async function serveGallery(): Promise<() => Promise<void>> {
  const build = [
    VITE,
    "build",
    WEB,
    "--mode",
    "gallery",
    "--outDir",
    BUILT,
    "--emptyOutDir",
    "--logLevel",
    "warn",
  ];
  await promisify(execFile)(process.execPath, build, { cwd: WEB });
  const port = await freePort();
  const url = `http://localhost:${port}/gallery.html`;
  const serve = [VITE, "preview", WEB, "--outDir", BUILT, "--port", `${port}`, "--strictPort"];
  const server = await startProgram({ name: "vite", path: process.execPath, args: serve }, () =>
    fetch(url).then(
      (reply) => reply.ok,
      () => false,
    ),
  );
  process.env[ADDRESS] = url; // The workers inherit it.
  return async () => void (await server.stop());
}

export function galleryUrl(): string {
  const url = process.env[ADDRESS];
  if (!url) throw new Error("the global setup serves the gallery, and did not run");
  return url;
}

/** Known to a worker after its first test that asks. */
let listed: readonly string[] | undefined;

/** Lists the gallery's states, and leaves an empty page behind. */
export async function stateNames(page: Page): Promise<readonly string[]> {
  if (listed) return listed;
  await page.goto(galleryUrl());
  const list = page.getByRole("navigation");
  await list.waitFor();
  const names = await list.getByRole("button").allInnerTexts();
  expect(names.length).toBeGreaterThan(50);
  await page.goto("about:blank");
  listed = names;
  return names;
}

/** Generous for a busy machine: the gallery is one page of a few hundred kilobytes. */
const SHOWN_WITHIN_MS = 90_000;

/** The error of requests that Chromium gives up when an interface appears on the machine, as in other tests. */
const INTERRUPTED = "net::ERR_NETWORK_CHANGED";

export async function show(page: Page, shown: Shown): Promise<void> {
  const troubles: string[] = [];
  let interrupt = (): void => {};
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    troubles.push(`${request.url()}: ${why}`);
    if (why === INTERRUPTED) interrupt();
  });
  const load = async (): Promise<"shown"> => {
    await page.goto(`${galleryUrl()}#${new URLSearchParams({ ...shown })}`);
    await isShown(page, shown).catch((error: unknown) => {
      throw new Error(`${error}; the page reports: ${troubles.join("; ") || "nothing"}`);
    });
    return "shown";
  };
  for (;;) {
    const interrupted = new Promise<"interrupted">((resolve) => {
      interrupt = () => resolve("interrupted");
    });
    const loaded = load().catch((error: unknown) => {
      if (String(error).includes(INTERRUPTED)) return "interrupted";
      throw error;
    });
    if ((await Promise.race([interrupted, loaded])) === "shown") return;
    loaded.catch(() => {}); // That of the page which is left now.
    await page.goto("about:blank");
  }
}

/** Leaves an empty page of the gallery's origin, whose frames can show the gallery. */
export async function openOrigin(page: Page): Promise<void> {
  await page.goto(new URL("robots.txt", galleryUrl()).href);
}

/** Changes the state without a reload: whatever is open stays open if the state is the same. */
export async function turnTo(page: Page, shown: Shown): Promise<void> {
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `${new URLSearchParams({ ...shown })}`,
  );
  await isShown(page, shown);
}

function isShown(page: Page, { state, theme, locale }: Shown): Promise<void> {
  const view = page.locator(`[data-view="${state} ${theme} ${locale}"]`);
  return view.waitFor({ timeout: SHOWN_WITHIN_MS });
}
