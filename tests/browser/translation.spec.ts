// The browser translates the partner's messages on the device. The test's browsers have no models, so a stand-in
// after the specification answers (https://webmachinelearning.github.io/translation-api/).
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { PHONE, type VisitorOptions, VisitorPage } from "./visitor-page.ts";

/**
 * "fr bonjour" is French, and "en bonjour" its translation. `__translation` controls the stand-in: downloads wait
 * for `finish` or `fail`; translations wait while `hold` is set.
 */
const STAND_IN = `{
  const control = {
    available: new Set(), downloads: [], held: [], hold: false, broken: false, asked: 0, translators: 0, detectors: 0,
  };
  window.__translation = control;
  const refuse = (name) => { throw new DOMException("refused", name); };
  window.LanguageDetector = class {
    static async availability() { return "available"; }
    static async create() {
      control.detectors += 1;
      return {
        detect: async (text) => {
          const tag = /^(fr|es|en|ar) /.exec(text)?.[1] ?? "und";
          return [{ detectedLanguage: tag, confidence: 0.95 }];
        },
        destroy: () => { control.detectors -= 1; },
      };
    }
  };
  window.Translator = class {
    static async availability({ sourceLanguage }) {
      return control.available.has(sourceLanguage) ? "available" : "downloadable";
    }
    static async create({ sourceLanguage, targetLanguage, signal, monitor }) {
      if (!control.available.has(sourceLanguage)) {
        if (!navigator.userActivation.isActive) refuse("NotAllowedError");
        await new Promise((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          const events = new EventTarget();
          monitor(events);
          control.downloads.push({
            progress: (loaded) => events.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded })),
            finish: resolve,
            fail: () => reject(new DOMException("no network", "NetworkError")),
          });
        });
        control.available.add(sourceLanguage);
      }
      control.translators += 1;
      return {
        translate: async (text, { signal }) => {
          control.asked += 1;
          if (control.broken) refuse("UnknownError");
          if (control.hold) {
            await new Promise((resolve, reject) => {
              signal.addEventListener("abort", () => reject(signal.reason));
              control.held.push(resolve);
            });
          }
          return text.replace(/^\\S+/, targetLanguage);
        },
        destroy: () => { control.translators -= 1; },
      };
    }
  };
}`;

/** The code of the translation. */
const CODE = /\/assets\/parts-[^/]*\.js$/;
/** Few of a flood are translated, and all nodes of the chat stay bounded. */
const FLOOD = 60;
const WAITING_MAX = 6;
const NODES_PER_MESSAGE_MAX = 40;

const log = ({ page }: VisitorPage) => page.getByRole("log", { name: "Messages" });
const button = (of: VisitorPage, name: string) =>
  log(of).getByRole("button", { name, exact: true });
/** The bubble of a translation into English. */
const translation = (of: VisitorPage, text: string) =>
  log(of)
    .locator("fieldset p[lang=en]")
    .filter({ hasText: new RegExp(`${text}$`) });
const control = <T>({ page }: VisitorPage, code: string) =>
  page.evaluate<T>(`window.__translation.${code}`);
const models = (of: VisitorPage) =>
  control(of, "translators").then(async (all) => [all, await control(of, "detectors")]);

test.describe("a partner who writes another language", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true, settings: NO_MESSAGE_LIMITS });
  });
  test.afterAll(() => deployment.stop());

  const join = async (browser: Browser, mode: "Video" | "Text", options: VisitorOptions = {}) => {
    const visitor = await VisitorPage.open(browser, deployment.origin, options);
    await visitor.start(mode);
    return visitor;
  };
  const reader = (browser: Browser, mode: "Video" | "Text", options: VisitorOptions = {}) =>
    join(browser, mode, { ...options, before: STAND_IN });

  test("is translated on wish; a download can be given up; the next partner is not", async ({
    browser,
  }) => {
    const a = await reader(browser, "Text");
    const b = await join(browser, "Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    const requested: string[] = [];
    a.page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await b.say("en hello");
    await b.say("fr bonjour");
    await expect(button(a, "Translate")).toHaveCount(1);
    await expect(log(a).getByText("fr bonjour").locator("xpath=ancestor::p")).toHaveAttribute(
      "lang",
      "fr",
    );

    await button(a, "Translate").press("Enter");
    await expect.poll(() => control(a, "downloads.length")).toBe(1);
    await control(a, "downloads[0].progress(0.25)");
    await expect(log(a).getByRole("progressbar", { name: "Downloading French…" })).toBeVisible();
    await button(a, "Cancel").click();
    await expect(button(a, "Translate")).toHaveCount(1);
    await expect(log(a).getByRole("progressbar")).toHaveCount(0);
    // The focus stays with the message.
    await expect(log(a).getByRole("group", { name: "Translation" })).toBeFocused();

    await button(a, "Translate").click();
    await control(a, "downloads[1].fail()");
    await expect(log(a).getByText("That couldn’t be translated.")).toBeVisible();
    await button(a, "Try again").click();
    await control(a, "downloads[2].finish()");
    await expect(translation(a, "en bonjour")).toBeInViewport();
    await expect(log(a).getByText(/^Your browser translates on this device\./)).toBeVisible();

    await button(a, "Translate everything they write").click();
    await b.say("fr encore");
    await expect(translation(a, "en encore")).toBeInViewport();
    await a.say("fine");
    await control(a, "broken = true");
    await b.say("fr perdu");
    await expect(log(a).getByText("That couldn’t be translated.")).toBeVisible();
    await control(a, "broken = false");
    await button(a, "Try again").click();
    await expect(translation(a, "en perdu")).toBeInViewport();

    // A copy holds what was written, and no text left the page for a translation.
    await a.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByText("Copy the chat").click();
    const copy = () => a.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copy).toContain("fr perdu");
    expect(await copy()).not.toContain("en perdu");
    await a.page.keyboard.press("Escape");
    expect(requested.filter((path) => !path.includes("/assets/"))).toEqual([]);
    expect(requested.filter((path) => CODE.test(path))).toHaveLength(1);

    await b.page.getByRole("button", { name: "Stop" }).click();
    await a.expectState("partner-left");
    await expect(translation(a, "en perdu")).toBeVisible();
    expect(await models(a)).toEqual([0, 0]);
    const c = await join(browser, "Text");
    await Promise.all([a.expectState("talking"), c.expectState("talking")]);
    await c.say("fr salut");
    await expect(button(a, "Translate")).toHaveCount(1);
    await expect(translation(a, "en salut")).toHaveCount(0);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close(), c.close()]);
  });

  test("is translated over the picture of a phone while the chat is closed", async ({
    browser,
  }) => {
    const a = await reader(browser, "Video", { size: PHONE });
    const b = await join(browser, "Video");
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await b.say("fr un");
    await a.expectLine("fr un");
    await control(a, `available.add("fr")`);
    await button(a, "Translate").click();
    await button(a, "Translate everything they write").click();
    await a.page.getByRole("button", { name: "Close chat" }).click();
    const latest = a.page.getByRole("log", { name: "Latest messages" });
    await b.say("fr deux");
    await expect(latest.getByText("en deux")).toBeVisible();
    await expect(latest.getByText("fr deux")).toHaveCount(0);
    // Nothing to press lies over the picture.
    await expect(latest.getByRole("button")).toHaveCount(0);
    await a.expectLine("fr deux");
    await Promise.all([a.close(), b.close()]);
  });

  test("and floods costs a limited amount of work", async ({ browser }) => {
    const a = await reader(browser, "Text");
    const b = await join(browser, "Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await control(a, `available.add("fr")`);
    await b.say("fr un");
    await button(a, "Translate").click();
    await button(a, "Translate everything they write").click();
    await control(a, "hold = true");
    const before = await control<number>(a, "asked");
    const box = b.page.getByRole("textbox", { name: "Message" });
    for (let i = 0; i < FLOOD; ++i) {
      await box.fill(`fr ${i}`);
      await box.press("Enter");
    }
    await expect(log(a).getByRole("listitem")).toHaveCount(FLOOD + 1);
    await expect(button(a, "Cancel")).toHaveCount(WAITING_MAX);
    await expect(button(a, "Translate")).toHaveCount(FLOOD - WAITING_MAX);
    expect(await control(a, "asked")).toBe(before + 1);
    const nodes = await log(a).evaluate((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_ALL);
      let count = 0;
      while (walker.nextNode()) count += 1;
      return count;
    });
    expect(nodes).toBeLessThan(FLOOD * NODES_PER_MESSAGE_MAX);
    // The newest are translated as the browser answers.
    await control(a, "hold = false");
    await control(a, "held[0]()");
    await expect(translation(a, `en ${FLOOD - 1}`)).toBeInViewport();
    await expect(button(a, "Cancel")).toHaveCount(0);
    await Promise.all([a.close(), b.close()]);
  });

  test("has no button in a browser that does not translate", async ({ browser }) => {
    const without = "delete window.Translator; delete window.LanguageDetector;";
    const a = await join(browser, "Text", { before: without });
    const b = await join(browser, "Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    const requested: string[] = [];
    a.page.on("request", (request) => requested.push(request.url()));
    await b.say("fr bonjour");
    await a.expectLine("fr bonjour");
    await expect(log(a).getByRole("group")).toHaveCount(0);
    expect(requested.filter((url) => CODE.test(url))).toEqual([]);
    await Promise.all([a.close(), b.close()]);
  });
});
