// Accessibility: axe finds no violation in any state, theme or direction, and the console stays empty.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { AXE, RULES, violations } from "./audit.ts";
import { show, stateNames, turnTo } from "./gallery.ts";
import { DESKTOP, PHONE, VisitorPage } from "./visitor-page.ts";

/** Text has half its contrast halfway through a fade, so animations are judged at their end. */
const WITHOUT_MOTION = { reducedMotion: "reduce" } as const;

test.describe("the gallery", () => {
  // Both themes and both directions in both sizes.
  const passes = [
    { theme: "dark", locale: "en", size: DESKTOP },
    { theme: "light", locale: "ar", size: DESKTOP },
    { theme: "light", locale: "en", size: PHONE },
    { theme: "dark", locale: "ar", size: PHONE },
  ] as const;
  for (const { theme, locale, size } of passes) {
    const sizeName = size === PHONE ? "phone" : "desktop";
    test(`every state, ${sizeName}, ${theme}, ${locale}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport: size, ...WITHOUT_MOTION });
      const page = await context.newPage();
      const names = await stateNames(page);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await show(page, { state: "components", theme, locale });
      await page.evaluate(AXE);
      // One call for all states: a round trip for each would take longer than the audits.
      const found = await page.evaluate(
        async ({ names, theme, locale, options }) => {
          const { axe } = window as unknown as { axe: typeof import("axe-core") };
          const bad: Record<string, string[]> = {};
          for (const state of names) {
            location.hash = new URLSearchParams({ state, theme, locale }).toString();
            while (!document.querySelector(`[data-view="${state} ${theme} ${locale}"]`)) {
              await new Promise(requestAnimationFrame);
            }
            const { violations } = await axe.run(document, options);
            const lines = violations.flatMap((v) =>
              v.nodes.map((node) => `${v.id}: ${node.html} ${node.failureSummary}`),
            );
            if (lines.length > 0) bad[state] = lines;
          }
          return bad;
        },
        { names, theme, locale, options: RULES },
      );
      expect(found).toEqual({});
      expect(errors).toEqual([]);
      await context.close();
    });
  }

  test("every state is translated completely", async ({ browser }) => {
    const page = await browser.newPage();
    const names = await stateNames(page);
    await show(page, { state: "components", theme: "dark", locale: "pseudo" });
    const found = await page.evaluate(
      async ({ names, shown }) => {
        /** The texts that a person may see or hear, apart from names that stay as they are. */
        const texts = (): string[] => {
          const found = [document.title.replace("NexusChat", "")];
          for (const element of document.querySelectorAll("body *")) {
            if (element.closest('[translate="no"], script, style')) continue;
            for (const name of [
              "aria-label",
              "placeholder",
              "title",
              "alt",
              "aria-roledescription",
            ]) {
              found.push(element.getAttribute(name) ?? "");
            }
            for (const node of element.childNodes) {
              if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? "");
            }
          }
          return found.filter((text) => text.trim() !== "");
        };
        const bad: Record<string, string[]> = {};
        for (const state of names) {
          location.hash = new URLSearchParams({ ...shown, state }).toString();
          while (!document.querySelector(`[data-view="${state} ${shown.theme} ${shown.locale}"]`)) {
            await new Promise(requestAnimationFrame);
          }
          const all = texts();
          const plain = all.filter((text) => /[a-z]/i.test(text));
          if (plain.length > 0 || all.length < 3) bad[state] = plain;
        }
        return bad;
      },
      {
        names: names.filter((name) => !["components", "conversation"].includes(name)), // In English.
        shown: { theme: "dark", locale: "pseudo" },
      },
    );
    expect(found).toEqual({});
    await page.close();
  });

  for (const { theme, locale, size } of passes) {
    const sizeName = size === PHONE ? "phone" : "desktop";
    test(`everything that opens, ${sizeName}, ${theme}, ${locale}`, async ({ browser }) => {
      const context = await browser.newContext({
        viewport: size,
        permissions: ["camera", "microphone"], // for the names of the devices
        ...WITHOUT_MOTION,
      });
      const page = await context.newPage();
      const found: Record<string, string[]> = {};
      for (const { name, state, open } of openedParts(size === PHONE)) {
        // Shows another state in between, which closes what the last part opened.
        await show(page, { state: "components", theme: "dark", locale: "en" });
        await turnTo(page, { state, theme: "dark", locale: "en" });
        await open(page);
        // Open parts stay open while language and theme change.
        await turnTo(page, { state, theme, locale });
        const bad = await violations(page);
        if (bad.length > 0) found[name] = bad;
      }
      expect(found).toEqual({});
      await context.close();
    });
  }
});

interface OpenedPart {
  readonly name: string;
  /** States of the gallery, in English. */
  readonly state: string;
  /** Presses the button that opens the part, and checks that it is open. */
  readonly open: (page: Page) => Promise<void>;
}

function openedParts(phone: boolean): readonly OpenedPart[] {
  const press = (page: Page, name: string) => page.getByRole("button", { name }).click();
  const dialog = (page: Page, name: string) =>
    expect(page.getByRole("dialog", { name })).toBeVisible();
  const more = async (page: Page) => {
    await press(page, "More");
    await dialog(page, "More");
  };
  const chat = async (page: Page) => {
    if (phone) await press(page, "Open chat, 2 unread");
    await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  };
  const settings = async (page: Page) => {
    await press(page, "Settings");
    await expect(page.getByRole("switch", { name: "Blur nudity" })).toBeVisible();
  };
  const parts: readonly OpenedPart[] = [
    { name: "settings before a call", state: "welcome", open: settings },
    { name: "settings in a call", state: "talking", open: settings },
    { name: "settings in a call by text", state: "talking, text", open: settings },
    {
      name: "the wishes",
      state: "welcome, busy site",
      open: async (page) => {
        await press(page, "Who would you like to meet?");
        await expect(page.getByRole("radio", { name: "Adults only" })).toBeVisible();
      },
    },
    {
      name: "the rules",
      state: "welcome",
      open: async (page) => {
        await press(page, "Read the rules");
        await dialog(page, "The rules");
      },
    },
    {
      name: "the consent that is missing",
      state: "welcome",
      open: async (page) => {
        await press(page, "Start");
        await expect(page.getByRole("alert")).toBeVisible();
      },
    },
    {
      name: "device pickers before a call",
      state: "welcome, preview",
      open: async (page) => {
        await expect(page.getByRole("combobox", { name: "Camera" })).toBeVisible();
        await expect(page.getByRole("combobox", { name: "Microphone" })).toBeVisible();
      },
    },
    {
      name: "More, with the device pickers",
      state: "talking",
      open: async (page) => {
        await more(page);
        await expect(page.getByRole("combobox", { name: "Camera" })).toBeVisible();
      },
    },
    { name: "More while the screen is shared", state: "talking, screens", open: more },
    { name: "More in a call by text", state: "talking, text", open: more },
    {
      name: "report",
      state: "talking",
      open: async (page) => {
        await press(page, "Report or block");
        await dialog(page, "What’s wrong?");
        await page.getByRole("radio", { name: "Advertising" }).check();
        await page.getByRole("textbox", { name: "What happened?" }).fill("x".repeat(5_000));
        await expect(page.getByText("too many")).toBeVisible();
      },
    },
    {
      name: "keyboard shortcuts",
      state: "talking",
      open: async (page) => {
        await more(page);
        await press(page, "Keyboard shortcuts");
        await dialog(page, "Keyboard shortcuts");
      },
    },
    {
      name: "verify this call",
      state: "talking",
      open: async (page) => {
        await more(page);
        await press(page, "Verify this call");
        await expect(page.getByTestId("check-emoji")).not.toBeEmpty();
      },
    },
    { name: "the chat", state: "talking", open: chat },
    {
      name: "emoji",
      state: "talking",
      open: async (page) => {
        await chat(page);
        await press(page, "Emoji");
        await dialog(page, "Emoji");
      },
    },
    {
      name: "a message that is too long",
      state: "talking, text",
      open: async (page) => {
        await page.getByRole("textbox", { name: "Message" }).fill("x".repeat(9_000));
        await expect(page.getByText("too many")).toBeVisible();
      },
    },
    {
      name: "the question after Escape",
      state: "talking",
      open: async (page) => {
        await page.keyboard.press("Escape");
        await expect(page.getByRole("alertdialog")).toBeVisible();
      },
    },
    {
      name: "a tooltip",
      state: "talking",
      open: async (page) => {
        await page.getByRole("button", { name: "Stop" }).hover();
        await expect(page.locator("[data-slot=tooltip]")).toBeVisible();
      },
    },
  ];
  return parts;
}

test.describe("the app as it is served", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("from the welcome to a conversation and its end", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    await a.page.emulateMedia({ ...WITHOUT_MOTION, colorScheme: "light" });
    const accessible = async () => expect(await violations(a.page)).toEqual([]);
    await accessible();
    await a.page.getByRole("button", { name: "Settings" }).click();
    await accessible();
    await a.page.getByRole("button", { name: "Read the rules" }).click();
    await accessible();
    await a.page.keyboard.press("Escape");
    await a.page.getByRole("button", { name: "Preview camera" }).click();
    await expect(a.page.getByRole("meter")).toBeVisible();
    await accessible();
    // By text: the gallery covers the look of a video conversation, and other tests cover the link between browsers.
    await a.start("Text");
    await a.expectState("searching");
    await accessible();

    const b = await VisitorPage.open(browser, deployment.origin);
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await b.say("Look: https://example.org/");
    await a.expectLine("https://example.org/");
    await accessible();
    await a.page.getByRole("link", { name: "https://example.org/" }).click();
    await expect(a.page.getByRole("dialog", { name: "Open this link?" })).toBeVisible();
    await accessible();
    await a.page.keyboard.press("Escape");
    await b.page.getByRole("button", { name: "Stop" }).click();
    await a.expectState("partner-left");
    await accessible();
    // The console reports each violation of the content security policy as an error.
    a.expectNoComplaint();
    b.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});
