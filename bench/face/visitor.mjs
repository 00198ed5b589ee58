// A visitor with a real browser: the time from Skip to the first picture of the next partner.
// SPDX-License-Identifier: MIT
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { traceSteps } from "./trace.mjs";

// The browser's driver is a package of the tests.
const { chromium } = createRequire(resolve("tests/package.json"))("playwright-core");

const ARGUMENTS = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream=fps=30",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/// A small picture, because three encoders on one machine would dominate the result.
function useSmallPictures() {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = ({ audio, video }) =>
    open({ audio, video: video && { width: 320, height: 240, frameRate: 30 } });
}

/// A visitor who is left would wait some seconds before the next search.
function searchAgainAtOnce() {
  new MutationObserver(() => {
    if (!document.querySelector('[data-state="partner-left"]')) return;
    [...document.querySelectorAll("button")].find((one) => /Next/.test(one.textContent))?.click();
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/// The simple approach, for comparison: makes its offer once the partner is in the room.
function waitForPartner() {
  const held = new WeakMap();
  const { send } = WebSocket.prototype;
  const isSignal = (text) => /^\{"type":"(description|candidates)"/.test(text);
  WebSocket.prototype.send = function (text) {
    if (!this.url.includes("/v1/room")) return send.call(this, text);
    if (text.startsWith('{"type":"join"')) {
      if (!held.has(this)) {
        this.addEventListener("message", ({ data }) => {
          const { type, partner } = JSON.parse(data);
          if (type !== "partner_joined" && !(type === "joined" && partner === "present")) return;
          const texts = held.get(this) ?? [];
          held.set(this, null);
          for (const one of texts) send.call(this, one);
        });
      }
      held.set(this, []);
    }
    const waits = held.get(this);
    if (waits && isSignal(text)) waits.push(text);
    else send.call(this, text);
  };
}

export class Visitor {
  #browser;
  #page;

  static async open({ origin, executablePath, naive, flags = [] }) {
    const visitor = new Visitor();
    const secure = `--unsafely-treat-insecure-origin-as-secure=${origin}`;
    visitor.#browser = await chromium.launch({ executablePath, args: [...ARGUMENTS, ...flags, secure] });
    const context = await visitor.#browser.newContext({
      viewport: { width: 480, height: 360 },
      reducedMotion: "reduce",
    });
    await context.addInitScript(useSmallPictures);
    if (naive) await context.addInitScript(waitForPartner);
    await context.addInitScript(traceSteps);
    await context.addInitScript(searchAgainAtOnce);
    visitor.#page = await context.newPage();
    await visitor.#page.goto(origin);
    return visitor;
  }

  async start() {
    await this.#page.getByRole("checkbox", { name: /18 or older/ }).check();
    await this.#page.getByRole("button", { name: "Start" }).click();
  }

  async is(state, timeout = 30_000) {
    await this.#page.locator(`[data-state="${state}"]`).first().waitFor({ timeout });
  }

  /** Moves the mouse: the page of an idle visitor stops after some partners. */
  async touch() {
    await this.#page.keyboard.press("Shift");
  }

  /** The steps that the page has seen since the last call. */
  seen() {
    return this.#page.evaluate(() => window.faceTrace.take());
  }

  /** Presses Skip and returns when, once the first frame of another partner is decoded (the step "picture"). */
  skip() {
    return this.#page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const video = () => document.querySelector('[data-testid="remote-video"]');
          const before = video()?.srcObject;
          const giveUp = setTimeout(() => reject(new Error("no partner's picture within 20 s")), 20_000);
          const looked = setInterval(() => {
            const next = video();
            if (!next?.srcObject || next.srcObject === before) return;
            clearInterval(looked);
            next.requestVideoFrameCallback(() => {
              clearTimeout(giveUp);
              window.faceTrace.note("picture");
              resolve(pressed);
            });
          }, 2);
          const button = [...document.querySelectorAll("button")].find((one) =>
            (one.getAttribute("aria-label") ?? one.textContent).includes("Skip"),
          );
          const pressed = performance.timeOrigin + performance.now();
          button.click();
        }),
    );
  }

  async close() {
    await this.#browser?.close();
  }
}
