// One message or one paste costs the page a limited amount of work.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

const MESSAGES = 60;
/** For a message with 200 links: five links, the texts between them, and the bubble. */
const NODES_PER_MESSAGE_MAX = 35;
/** A folded message has twelve lines. No other is higher, whatever it is made of. */
const FOLDED_MAX_PX = 320;
const BUBBLE_MAX_PX = 480;
/** The widest character, three bytes in UTF-8: two fill a line. */
const WIDEST = "\ufdfd";
/** Twice the limit of a message. */
const TYPED_MAX = 4_096;

test.describe("a partner who floods", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true, settings: NO_MESSAGE_LIMITS });
  });
  test.afterAll(() => deployment.stop());

  test("with links and lines does not fill the page, and a paste of 2 MB is cut before it reaches the box", async ({
    browser,
  }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    await a.start("Text");
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    const links = Array.from({ length: 200 }, () => "http://a").join(" ");
    const box = b.page.getByRole("textbox", { name: "Message" });
    for (let i = 0; i < MESSAGES; ++i) {
      await box.fill(links);
      await box.press("Enter");
    }
    const log = a.page.getByRole("log", { name: "Messages" });
    await expect(log.getByRole("listitem")).toHaveCount(MESSAGES);
    const nodes = await log.evaluate((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_ALL);
      let count = 0;
      while (walker.nextNode()) count += 1;
      return count;
    });
    expect(nodes).toBeLessThan(MESSAGES * NODES_PER_MESSAGE_MAX);

    const tall = [
      Array.from({ length: 900 }, () => "x").join("\n"),
      WIDEST.repeat(170),
      WIDEST.repeat(600),
    ];
    for (const text of tall) {
      await box.fill(text);
      await box.press("Enter");
    }
    await expect(log.getByRole("listitem")).toHaveCount(MESSAGES + tall.length);
    const heights = await log
      .locator("p[dir=auto]")
      .evaluateAll((all) => all.map((one) => one.clientHeight));
    const [lines = 0, unfolded = 0, folded = 0] = heights.slice(-tall.length);
    expect(lines).toBeGreaterThan(100);
    expect(lines).toBeLessThan(FOLDED_MAX_PX);
    expect(unfolded).toBeLessThanOrEqual(BUBBLE_MAX_PX);
    expect(folded).toBeLessThan(FOLDED_MAX_PX);
    await expect(log.getByRole("button", { name: "Show all" })).toHaveCount(MESSAGES + 2);

    await b.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await b.page.evaluate(() => navigator.clipboard.writeText("paste ".repeat(350_000)));
    await box.focus();
    await b.page.evaluate(() => {
      const box = document.activeElement as HTMLTextAreaElement;
      const seen: number[] = [];
      box.addEventListener("input", () => seen.push(box.value.length), { capture: true });
      Object.assign(window, { __seen: seen });
    });
    await b.page.keyboard.press("Control+V");
    await expect.poll(() => b.page.evaluate("window.__seen")).toEqual([TYPED_MAX]);
    await expect(b.page.getByText("Too long, so only the beginning was pasted")).toBeVisible();
    await box.fill("x".repeat(2_000_000)); // as an extension does, which ignores the limit
    await expect
      .poll(() => box.evaluate((element: HTMLTextAreaElement) => element.value.length))
      .toBe(TYPED_MAX);
    await Promise.all([a.close(), b.close()]);
  });
});
