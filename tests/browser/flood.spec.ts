// One message or one paste costs the page a limited amount of work.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

const MESSAGES = 60;
/** For a message with 200 links: ten links, the texts between them, and the bubble. */
const NODES_PER_MESSAGE_MAX = 60;
/** Twice the limit of a message. */
const TYPED_MAX = 4_096;

test.describe("a partner who floods", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true, settings: NO_MESSAGE_LIMITS });
  });
  test.afterAll(() => deployment.stop());

  test("with links does not fill the page, and a paste of 2 MB is cut before it reaches the box", async ({ browser }) => {
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
    await box.fill("x".repeat(2_000_000)); // as an extension does, which ignores the limit
    await expect.poll(() => box.evaluate((element: HTMLTextAreaElement) => element.value.length)).toBe(TYPED_MAX);
    await Promise.all([a.close(), b.close()]);
  });
});
