// Page translators replace text nodes with <font> elements. The page keeps working and shows the right texts.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { galleryUrl } from "./gallery.ts";
import { VisitorPage } from "./visitor-page.ts";

/** Wraps present and later texts as Google Translate does. The words stay, so that the test can compare them. */
const TRANSLATOR = `{
  const skipped = ["SCRIPT", "STYLE", "TEXTAREA", "TITLE"];
  const translate = (root) => {
    if (!root) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const parent = text.parentElement;
      if (!parent || parent.tagName === "FONT" || skipped.includes(parent.tagName)) continue;
      const outer = document.createElement("font");
      outer.append(document.createElement("font"));
      outer.firstChild.append(text.data);
      text.replaceWith(outer);
      window.__translated = (window.__translated ?? 0) + 1;
    }
  };
  new MutationObserver(() => translate(document.body)).observe(document, { childList: true, subtree: true, characterData: true });
}`;

/** A visit with everything that changes in place; app/translator.test.tsx covers every state. */
const STEPS = [
  ...[
    "welcome",
    "welcome, text",
    "searching long",
    "searching widened to recent",
    "reconnecting, restart",
    "connecting",
  ],
  ...[
    "talking, nothing said",
    "talking",
    "talking, self away",
    "talking, bad line",
    "left, counting",
    "left skip",
  ],
  ...["searching, text", "talking, text", "left, text", "unavailable full", "stopped"],
];

test.describe("in the gallery", () => {
  /** Switches the state without a reload and returns the words; numbers are masked, since some show elapsed time. */
  const turn = (page: Page, state: string) =>
    page.evaluate(
      async ([hash, view]) => {
        location.hash = hash ?? "";
        const frame = () => new Promise(requestAnimationFrame);
        while (!document.querySelector(`[data-view="${view}"]`)) await frame();
        await frame();
        const { state } = document.querySelector<HTMLElement>("[data-state]")?.dataset ?? {};
        return `${state} ${document.body.innerText}`.replace(/\d+/g, "#").replace(/\s+/g, " ");
      },
      [
        `${new URLSearchParams({ state, theme: "dark", locale: "en", kept: "1" })}`,
        `${state} dark en`,
      ],
    );

  test("a state changes to the next as it does without a translator", async ({ browser }) => {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    // The begin of a search selects its first tip.
    await context.clock.setFixedTime(Date.UTC(2026, 0, 2, 15, 4));
    const plain = await context.newPage();
    const translated = await context.newPage();
    await translated.addInitScript({ content: TRANSLATOR });
    const errors: string[] = [];
    translated.on("pageerror", (error) => errors.push(String(error)));
    translated.on("console", (message) => {
      // The gallery has no server.
      if (message.type() === "error" && !message.text().startsWith("Failed to load"))
        errors.push(message.text());
    });
    await Promise.all([plain.goto(galleryUrl()), translated.goto(galleryUrl())]);
    for (const state of STEPS) {
      await expect(async () => {
        // Both pages delay the words of a brief phase.
        const [original, wrapped] = await Promise.all([
          turn(plain, state),
          turn(translated, state),
        ]);
        expect([wrapped, ...errors]).toEqual([original]);
      }).toPass({ timeout: errors.length === 0 ? 30_000 : 1 });
    }
    expect(await translated.evaluate("window.__translated")).toBeGreaterThan(100);
    await context.close();
  });
});

test.describe("in a visit", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  for (const mode of ["Video", "Text"] as const) {
    test(`${mode}: a visitor with a translated page meets a partner, chats, parts and meets again`, async ({
      browser,
    }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { before: TRANSLATOR });
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.start(mode);
      await a.expectState("searching");
      await b.start(mode);
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await b.say("hello https://example.org and more");
      await a.expectLine("hello https://example.org and more");
      const typing = a.page.getByText("Stranger is typing");
      await b.page.getByRole("textbox", { name: "Message" }).pressSequentially("x");
      await expect(typing).toBeVisible();
      await b.page.getByRole("textbox", { name: "Message" }).press("Backspace");
      await expect(typing).toHaveCount(0);
      await a.say("answer");
      await expect(a.line("answer").getByText("Delivered")).toBeVisible();
      await expect(a.line("answer").getByText("Sending")).toHaveCount(0);

      const more = a.page.getByRole("button", { name: "More" });
      await more.click();
      await a.page.keyboard.press("Escape");
      await b.page.getByRole("button", { name: "Stop" }).click();
      await a.expectState("partner-left");
      const c = await VisitorPage.open(browser, deployment.origin);
      await c.start(mode);
      await Promise.all([a.expectState("talking"), c.expectState("talking")]);
      await expect(a.page.getByText("answer")).toHaveCount(0);
      expect(await a.page.evaluate("window.__translated")).toBeGreaterThan(50);
      a.expectNoComplaint();
      await Promise.all([a.close(), b.close(), c.close()]);
    });
  }
});
