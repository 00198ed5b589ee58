// A bug in the page ends the visit cleanly: no white page, no camera that stays on, no partner who waits.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { galleryUrl, show } from "./gallery.ts";
import { VisitorPage } from "./visitor-page.ts";

const KEEP_TRACKS = `
  window.__tracks = [];
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (...args) => {
    const stream = await original(...args);
    window.__tracks.push(...stream.getTracks());
    return stream;
  };
`;

/** Breaks the page while it renders a chat line. */
const BREAK_DRAWING = () => {
  Intl.DateTimeFormat.prototype.formatToParts = () => {
    throw new Error("a mistake in the page");
  };
  Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
    get() {
      throw new Error("a mistake in the page");
    },
  });
};

/** Breaks the effect that sends a chat line. */
const BREAK_AN_EFFECT = () => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (String(data).includes('"chat"')) throw new Error("a mistake in the page");
    send.call(this, data);
  };
};

function liveTracks(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { __tracks } = window as unknown as { __tracks: MediaStreamTrack[] };
    return __tracks.filter(({ readyState }) => readyState === "live").length;
  });
}

async function expectBroken(page: Page): Promise<void> {
  await expect(page.locator("[data-state]").first()).toHaveAttribute("data-state", "broken");
  await expect(page.getByRole("heading", { level: 1, name: "Something broke" })).toBeFocused();
}

test.describe("a call whose page breaks", () => {
  let deployment: Deployment;
  let a: VisitorPage;
  let b: VisitorPage;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());
  test.beforeEach(async ({ browser }) => {
    a = await VisitorPage.open(browser, deployment.origin, { before: KEEP_TRACKS });
    b = await VisitorPage.open(browser, deployment.origin);
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  });
  test.afterEach(() => Promise.all([a.close(), b.close()]));

  for (const [what, breakIt, by] of [
    ["an error while rendering", BREAK_DRAWING, "partner"],
    ["an error in an effect", BREAK_AN_EFFECT, "visitor"],
  ] as const) {
    test(`${what}: the page reports it, releases everything, and the visitor may stop or start again`, async () => {
      expect(await liveTracks(a.page)).toBeGreaterThan(0);
      await a.page.evaluate(breakIt);
      await (by === "partner" ? b : a).say("one more line");
      await expectBroken(a.page);
      await b.expectState("partner-left");
      await expect.poll(() => liveTracks(a.page)).toBe(0);
      await expect.poll(() => a.openConnections()).toBe(0);

      await a.page.getByRole("button", { name: "Stop" }).click();
      await a.expectState("stopped");
      await a.page.getByRole("button", { name: "Start again" }).click();
      await a.expectState("searching"); // The two have just met, so they do not match again soon.
      expect(await liveTracks(a.page)).toBeGreaterThan(0);
    });
  }

  test("Try again opens the devices and searches; the copied diagnostics name the error and no line of the chat", async () => {
    await a.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await a.say("a line of the chat");
    await b.expectLine("a line of the chat");
    await a.page.evaluate(BREAK_AN_EFFECT);
    await a.say("one more line");
    await expectBroken(a.page);
    await a.page.getByRole("button", { name: "Copy diagnostics" }).click();
    await expect(a.page.getByRole("button", { name: "Copied" })).toBeVisible();
    const copied = await a.page.evaluate(() => navigator.clipboard.readText());
    for (const known of [
      "phase talking",
      "error Error",
      "phase broken",
      "ICE",
      "match socket open",
    ]) {
      expect(copied).toContain(known);
    }
    for (const secret of ["a line", "127.0.0.1", "candidate:", "v=0"])
      expect(copied).not.toContain(secret);

    await a.page.getByRole("button", { name: "Try again" }).click();
    await a.expectState("searching"); // The two have just met, so they do not match again soon.
    expect(await liveTracks(a.page)).toBeGreaterThan(0);
  });

  test("an error of an extension changes nothing, and Reload leads to a working page", async () => {
    await a.page.evaluate(() => {
      setTimeout(() => {
        throw new Error("a mistake of somebody else");
      });
      void Promise.reject(new Error("another one"));
    });
    await a.say("still here");
    await b.expectLine("still here");
    await a.page.evaluate(BREAK_DRAWING);
    await b.say("one more line");
    await expectBroken(a.page);
    await a.page.getByRole("button", { name: "Reload" }).click();
    await a.expectState("idle");
    await expect(a.page.getByRole("button", { name: "Start" })).toBeVisible();
  });
});

test("a gallery state that cannot be rendered reports it, and works again after Stop", async ({
  page,
}) => {
  await page.goto(galleryUrl());
  await page.evaluate(BREAK_DRAWING);
  const hash = `${new URLSearchParams({ state: "talking", theme: "dark", locale: "en" })}`;
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await expectBroken(page);
  await show(page, { state: "stopped", theme: "dark", locale: "en" });
  await expect(page.getByRole("heading", { level: 1, name: "You’ve stopped" })).toBeVisible();
});
