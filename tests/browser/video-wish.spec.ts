// Two who chat by text turn their conversation into a video call, if both wish it.
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { type VisitorOptions, VisitorPage } from "./visitor-page.ts";

/** Counts the requests for devices and the peer connections, and exposes the tracks of the devices. */
const WATCH_DEVICES = `
  window.__made = 0;
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...args) { super(...args); window.__made += 1; }
  };
  window.__requests = 0;
  window.__tracks = [];
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (...args) => {
    window.__requests += 1;
    const stream = await original(...args);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
`;
const NO_CAMERA = `
  window.__made = 0;
  window.__tracks = [];
  navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException("none", "NotFoundError"));
`;
const LIVE = `window.__tracks.filter((one) => one.readyState === "live").length`;

const button = ({ page }: VisitorPage, name: string) => page.getByRole("button", { name });
const liveTracks = ({ page }: VisitorPage) => page.evaluate<number>(LIVE);
const requests = ({ page }: VisitorPage) => page.evaluate<number>("window.__requests");
const asked = ({ page }: VisitorPage) => page.getByText("Your partner would like a video call.");
const waiting = ({ page }: VisitorPage) => page.getByText(/^Waiting for your partner\./);

/**
 * Presses "Video call" until that counts: a press right after the match does not. The button is gone once the call
 * has begun.
 */
async function wish(visitor: VisitorPage): Promise<void> {
  const name = "Video call";
  const off = visitor.page.getByRole("button", { name, pressed: false });
  const on = visitor.page.getByRole("button", { name, pressed: true });
  const call = visitor.page.getByTestId("remote-video");
  await off.waitFor();
  await pressUntil(off, () => on.or(call).isVisible());
}

/** Answers the partner's wish: a press right after it came does not count. */
async function accept(visitor: VisitorPage): Promise<void> {
  await asked(visitor).waitFor();
  await pressUntil(button(visitor, "Turn on video"), () => asked(visitor).isHidden());
}

/** Proves that everything which `from` sent before has arrived at `to`. */
async function fence(from: VisitorPage, to: VisitorPage, text: string): Promise<void> {
  await from.say(text);
  await to.expectLine(text);
}

async function expectNoCamera(...visitors: readonly VisitorPage[]): Promise<void> {
  for (const one of visitors) await expect.poll(() => liveTracks(one)).toBe(0);
}

/** No page has ever made a peer connection. */
async function expectNoConnection(...visitors: readonly VisitorPage[]): Promise<void> {
  for (const { page } of visitors) expect(await page.evaluate("window.__made")).toBe(0);
}

async function expectCall(a: VisitorPage, b: VisitorPage): Promise<void> {
  await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
}

for (const [kind, link] of [
  ["all-in-one", "native"],
  ["split", "simple-peer"],
] as const) {
  test.describe(`video by mutual wish, ${kind}, ${link} links`, () => {
    let deployment: Deployment;
    test.beforeAll(async () => {
      deployment = await startDeployment(kind, {
        web: true,
        settings: { ...NO_MESSAGE_LIMITS, NEXUS_WEB_PEER_LINK: link },
      });
    });
    test.afterAll(() => deployment.stop());

    async function meet(
      browser: Browser,
      ofB: VisitorOptions = {},
    ): Promise<[VisitorPage, VisitorPage]> {
      const a = await VisitorPage.open(browser, deployment.origin, { before: WATCH_DEVICES });
      const b = await VisitorPage.open(browser, deployment.origin, {
        before: WATCH_DEVICES,
        ...ofB,
      });
      await Promise.all([a.start("Text"), b.start("Text")]);
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      return [a, b];
    }

    test("both press, and see and hear each other; the chat stays", async ({ browser }) => {
      const [a, b] = await meet(browser);
      await fence(a, b, "by text");
      await wish(a);
      await accept(b);
      await expectCall(a, b);
      for (const one of [a, b]) {
        await one.expectLine("by text");
        expect(await one.openConnections()).toBe(1);
        // No part of the page that had the focus is left.
        expect(await one.page.evaluate("document.activeElement !== document.body")).toBe(true);
      }
      await fence(b, a, "and by video");

      // It ends as any call, and the next search is by text.
      await a.skip();
      await b.expectState("partner-left");
      await expectNoCamera(a, b);
      for (const one of [a, b]) await expect.poll(() => one.openConnections()).toBe(0);
      await a.expectState("searching");
      await expect(button(a, "Video call")).toHaveAttribute("aria-disabled", "true");
      for (const one of [a, b]) one.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    });

    test("both press at the same time", async ({ browser }) => {
      const [a, b] = await meet(browser);
      await Promise.all([wish(a), wish(b)]);
      await expectCall(a, b);
      await Promise.all([a.close(), b.close()]);
    });

    test("a reload continues the call, on either side", async ({ browser }) => {
      const [a, b] = await meet(browser);
      await wish(a);
      await accept(b);
      await expectCall(a, b);
      for (const one of [a, b]) {
        await one.page.reload();
        await one.expectState("talking");
        await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      }
      await Promise.all([a.close(), b.close()]);
    });

    if (link !== "native") return;

    test("one presses, and no camera opens; the wish can be taken back", async ({ browser }) => {
      const [a, b] = await meet(browser);
      await wish(a);
      await waiting(a).waitFor();
      await asked(b).waitFor();
      expect(await requests(a)).toBe(1);
      expect(await requests(b)).toBe(0);
      await expectNoCamera(a, b);
      await expectNoConnection(a, b);

      await button(a, "Never mind").click();
      await expect(asked(b)).toBeHidden();
      await expect(waiting(a)).toBeHidden();

      // "Not now" is silent, and lasts.
      await wish(a);
      await asked(b).waitFor();
      await button(b, "Not now").click();
      await expect(asked(b)).toBeHidden();
      await fence(b, a, "hm");
      await expect(waiting(a)).toBeVisible();
      await button(a, "Never mind").click();
      await wish(a);
      await waiting(a).waitFor();
      await fence(a, b, "still there?");
      await expect(asked(b)).toBeHidden();
      await expectNoCamera(a, b);
      await expectNoConnection(a, b);
      expect(await requests(b)).toBe(0);

      // A wish that waits survives a reload.
      await a.page.reload();
      await waiting(a).waitFor();
      await wish(b);
      await expectCall(a, b);
      for (const one of [a, b]) one.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    });

    test("a visitor without a camera learns so, and the partner learns nothing", async ({
      browser,
    }) => {
      const [a, b] = await meet(browser, { before: NO_CAMERA });
      await pressUntil(button(b, "Video call"), () =>
        b.page.getByText("No camera found").isVisible(),
      );
      await fence(b, a, "no camera here");
      await expect(asked(a)).toBeHidden();
      await expect(button(b, "Video call")).toHaveAttribute("aria-pressed", "false");
      await expectNoCamera(a, b);
      await expectNoConnection(a, b);
      await Promise.all([a.close(), b.close()]);
    });

    test("a visitor who starts blurred is blurred in the call", async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin);
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.page.getByRole("radio", { name: "Text" }).click();
      await a.openWishes();
      await a.page.getByRole("switch", { name: "Start blurred" }).click();
      await Promise.all([a.start("Text"), b.start("Text")]);
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await wish(a);
      await accept(b);
      const isBlurred = (one: VisitorPage) =>
        one.page.getByTestId("remote-video").evaluate((v) => getComputedStyle(v).filter !== "none");
      const widthOfA = () =>
        b.page.getByTestId("remote-video").evaluate((v: HTMLVideoElement) => v.videoWidth);
      await expect.poll(widthOfA).toBeGreaterThan(0);
      for (const one of [a, b]) expect(await isBlurred(one)).toBe(true);
      await expect.poll(widthOfA).toBeLessThan(80);
      await button(a, "Show myself").click();
      await expect.poll(() => isBlurred(b)).toBe(false);
      await expect.poll(widthOfA).toBeGreaterThan(200);
      await Promise.all([a.close(), b.close()]);
    });
  });
}
