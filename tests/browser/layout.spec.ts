// In any window and language all controls stay in sight, words are whole, and touch targets are large enough.
// SPDX-License-Identifier: MIT
import { expect, type Locator, type Page, test } from "@playwright/test";
import { galleryUrl, openOrigin, show, stateNames, turnTo } from "./gallery.ts";
import { wrongInWindows } from "./overlaps.ts";

/** Sizes of small phones; the narrowest is the width that WCAG 1.4.10 requires. */
const WINDOWS = [
  { name: "narrow", width: 320, height: 640, locale: "pt-BR" },
  { name: "phone", width: 360, height: 740, locale: "de" },
  { name: "phone, from the right", width: 360, height: 740, locale: "ar" },
  { name: "phone on its side", width: 740, height: 360, locale: "fr" },
  { name: "small phone on its side", width: 640, height: 360, locale: "es" },
  { name: "magnified four times", width: 320, height: 256, locale: "en" },
  { name: "tablet", width: 820, height: 1180, locale: "tr" },
] as const;

/** CSS pixels of a touch target: WCAG's level AAA, and the guidelines of phone makers. */
const FINGER = 44;

for (const locale of ["en", "ar"]) {
  test(`beside the camera of a phone on its side nothing is shown (${locale})`, async ({
    page,
  }) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Emulation.setSafeAreaInsetsOverride", { insets: { left: 44, leftMax: 44 } });
    await show(page, { state: "talking", theme: "dark", locale });
    await expect(page.locator("body")).toHaveCSS("padding-left", "44px");
    await expect(page.locator("body")).toHaveCSS("padding-right", "0px");
  });
}

for (const { name, width, height, locale } of WINDOWS) {
  test.describe(name, () => {
    test.use({
      viewport: { width, height },
      hasTouch: true,
      isMobile: true,
      contextOptions: { reducedMotion: "reduce" },
    });

    test("every state fits", async ({ page }) => {
      const names = await stateNames(page);
      await show(page, { state: "components", theme: "dark", locale });
      const bad = await page.evaluate(misfits, {
        // Gallery pages of parts, which no visitor's window shows.
        states: names.filter((one) => one !== "components"),
        locale,
        finger: FINGER,
      });
      expect(bad).toEqual({});
    });

    test("the wishes fit when they are unfolded", async ({ page }) => {
      const state = "welcome, busy site";
      await show(page, { state, theme: "dark", locale });
      await page.locator("form button[aria-expanded=false]").click();
      await expect(page.locator("form input[enterkeyhint=done]")).toBeVisible();
      expect(await page.evaluate(misfits, { states: [state], locale, finger: FINGER })).toEqual({});
    });

    // Magnified four times, the chat fills the window.
    const leaves = height < 300 ? test.skip : test;
    leaves("an open chat leaves the partner's picture and Skip in sight", async ({ page }) => {
      await show(page, { state: "talking", theme: "dark", locale: "en" });
      await page.getByRole("button", { name: "Open chat, 2 unread" }).click();
      const log = page.getByRole("log", { name: "Messages" });
      const box = async (of: ReturnType<typeof page.locator>) => {
        const found = await of.boundingBox();
        if (!found) throw new Error(`${of} is not shown`);
        return found;
      };
      const chat = await box(page.getByRole("complementary"));
      // The latest message is what a visitor opens the chat for.
      await expect(log.getByRole("listitem").last()).toBeInViewport({ ratio: 0.9 });
      expect((await box(log)).height).toBeGreaterThan(100);
      for (const seen of [
        page.getByRole("button", { name: "Report or block" }),
        page.getByRole("button", { name: "More" }),
        page.getByRole("group", { name: "Your picture" }),
      ]) {
        expect(overlap(await box(seen), chat)).toBe(false);
      }
      // Escape closes the chat where it covers the picture, and otherwise hides the partner.
      const pressEscape = () => page.keyboard.press("Escape");
      const hidden = page.getByTestId("hidden");
      if (height > width) {
        await pressEscape();
        await expect(page.getByRole("complementary")).toBeHidden();
        await expect(hidden).toBeHidden();
        return;
      }
      // Beside the picture everything has room.
      const controls = await box(page.getByRole("button", { name: "Skip" }));
      expect(overlap(controls, chat)).toBe(false);
      expect(chat.x).toBeGreaterThan(width / 2);
      expect(overlap(controls, await box(page.getByRole("group", { name: "Your picture" })))).toBe(
        false,
      );
      await pressEscape();
      await expect(hidden).toBeVisible();
    });

    test("dialogs and menus are whole, or scroll", async ({ page }) => {
      const inside = async (of: ReturnType<typeof page.locator>) => {
        const found = await of.boundingBox();
        if (!found) throw new Error(`${of} is not shown`);
        expect(found.x).toBeGreaterThanOrEqual(0);
        expect(found.y).toBeGreaterThanOrEqual(0);
        expect(found.x + found.width).toBeLessThanOrEqual(width);
        expect(found.y + found.height).toBeLessThanOrEqual(height);
      };
      for (const [state, button] of [
        ["welcome", "Settings"],
        ["talking", "Settings"],
        ["talking, text", "Settings"],
        ["talking", "More"],
        ["talking, text", "More"],
        ["talking", "Report or block"],
        ["welcome", "Read the rules"],
      ] as const) {
        await show(page, { state: "components", theme: "dark", locale: "en" });
        await turnTo(page, { state, theme: "dark", locale: "en" });
        await page.getByRole("button", { name: button }).click();
        const opened =
          button === "Settings"
            ? page.getByRole("region", { name: button })
            : page.getByRole("dialog");
        await inside(opened);
      }
    });
  });
}

const LOCALES = ["en", "de", "es", "fr", "pt-BR", "tr", "ar"];

/** Desktops, phones, phones on their side, and what an on-screen keyboard or a magnification by four leaves of them. */
const ALL_WINDOWS = [
  { width: 2560, height: 1440 },
  { width: 1920, height: 1080 },
  { width: 1280, height: 770 },
  { width: 1440, height: 789 },
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 412, height: 915 },
  { width: 390, height: 844 },
  { width: 344, height: 882 },
  { width: 360, height: 640 },
  { width: 320, height: 568 },
  { width: 320, height: 256 },
  { width: 667, height: 375 },
  { width: 640, height: 360 },
  { width: 568, height: 320 },
  { width: 740, height: 150 },
  { width: 640, height: 120 },
];

for (const locale of LOCALES) {
  test(`nothing overlaps, and the controls stay in place from partner to partner (${locale})`, async ({
    page,
  }) => {
    const states = (await stateNames(page)).filter((name) =>
      /^(welcome|searching|reconnecting|connecting|talking|left)/.test(name),
    );
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openOrigin(page);
    const url = galleryUrl();
    const wanted = { url, states, locales: [locale], windows: ALL_WINDOWS };
    expect(await page.evaluate(wrongInWindows, wanted)).toEqual({});
  });
}

/** A low window of a laptop, a folded phone, phones with a keyboard or half a screen. */
const ODD_WINDOWS = [
  { width: 1100, height: 500 },
  { width: 280, height: 653 },
  { width: 320, height: 480 },
  { width: 360, height: 640 },
  { width: 390, height: 420 },
  { width: 640, height: 360 },
  { width: 667, height: 375 },
];

/** What each size shows wrong in every language. `whole`: what must be in sight without scrolling. */
async function wrongInOddWindows(page: Page, states: readonly string[], whole?: string) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openOrigin(page);
  const wanted = { url: galleryUrl(), states, locales: LOCALES, windows: ODD_WINDOWS };
  return page.evaluate(wrongInWindows, whole ? { ...wanted, whole } : wanted);
}

test("nothing overlaps in odd windows", async ({ page }) => {
  const states = [
    ...["welcome", "searching, not-reported", "searching, evidence-lost"],
    ...["talking, nothing said", "talking, muted", "talking, bad line", "talking, self away"],
    "talking, background blur failed",
  ];
  expect(await wrongInOddWindows(page, states)).toEqual({});
});

test("what a search or its end offers is in sight in odd windows", async ({ page }) => {
  const states = [
    ...["searching long", "searching alone", "searching long after a partner"],
    ...["searching after a partner, no camera", "searching after a partner, text"],
    ...["left, counting", "left, unattended", "left ice_failed"],
  ];
  expect(await wrongInOddWindows(page, states, "main button")).toEqual({});
});

test("the question after Escape fits on a folded phone", async ({ page }) => {
  await page.setViewportSize({ width: 280, height: 653 });
  for (const locale of LOCALES) {
    await show(page, { state: "talking", theme: "dark", locale });
    await page.keyboard.press("Escape");
    const buttons = page.getByRole("alertdialog").getByRole("button");
    await expect(buttons).toHaveCount(3);
    for (const one of await buttons.all()) await expect(one).toBeInViewport({ ratio: 1 });
  }
});

/** How much of each element is in the window, from 0 to 1, and where they are: one round trip for all. */
const sight = (of: Locator) =>
  of.evaluateAll(
    (elements) =>
      new Promise<{ ratio: number; stand: number[]; covered: boolean }[]>((resolve) => {
        const seen = new IntersectionObserver((entries) => {
          seen.disconnect();
          const all = entries.map(({ target, intersectionRatio }) => {
            const { x, y, left, bottom, width, height } = target.getBoundingClientRect();
            const hit = document.elementFromPoint(left + 30, bottom - 4);
            return {
              ratio: intersectionRatio,
              stand: [x, y, width, height],
              covered: !target.contains(hit),
            };
          });
          resolve(all);
        });
        for (const one of elements) seen.observe(one);
      }),
  );

for (const locale of LOCALES) {
  test(`Start and consent are always in sight, and stay in place (${locale})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await show(page, { state: "components", theme: "dark", locale });
    for (const size of ALL_WINDOWS.filter(({ height }) => height >= 256)) {
      await page.setViewportSize(size);
      await turnTo(page, { state: "components", theme: "dark", locale });
      await turnTo(page, { state: "welcome", theme: "dark", locale });
      const [start, consent, error] = [
        page.locator("button[type=submit]"),
        page.getByRole("checkbox"),
        page.getByRole("alert"),
      ];
      const wide = `${size.width}x${size.height}`;
      const where = async () => {
        const all = start.or(consent).or(error);
        await expect
          .poll(async () => (await sight(all)).map(({ ratio }) => ratio), { message: wide })
          .toEqual([1, 1, 1]);
        const head = await page
          .locator("h1")
          .evaluate((h1) => h1.getBoundingClientRect().y + scrollY);
        const stands = await sight(start.or(consent));
        return [head, ...stands.flatMap(({ stand }) => stand)];
      };
      const before = await where();
      await page.locator("form button[aria-expanded=false]").click();
      const interests = page.locator("input[enterkeyhint=done]");
      await interests.fill("chess, long walks, science fiction, music, cooking");
      await interests.blur();
      await expect(page.locator("form bdi")).toHaveCount(5);
      await start.click();
      await expect(error).not.toBeEmpty();
      const after = await where();
      const moved = after.map((now, index) => Math.abs(now - (before[index] ?? 0)));
      expect(Math.max(...moved), wide).toBeLessThan(1);
      await expect(consent).toBeFocused();
    }
  });
}

for (const locale of LOCALES) {
  test(`a first-time visitor reads what will happen above Start, without scrolling (${locale})`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await show(page, { state: "components", theme: "dark", locale });
    for (const state of ["welcome", "welcome, busy site"]) {
      for (const size of ALL_WINDOWS.filter(({ height }) => height >= 360)) {
        await page.setViewportSize(size);
        await turnTo(page, { state: "components", theme: "dark", locale });
        await turnTo(page, { state, theme: "dark", locale });
        const lines = async () =>
          (await sight(page.locator("main ul > li"))).map(({ ratio, covered }) => ({
            ratio,
            covered,
          }));
        const message = `${state}, ${size.width}x${size.height}`;
        const read = { ratio: 1, covered: false };
        await expect.poll(lines, { message }).toEqual([read, read, read]);
      }
    }
  });
}

test("unfolded wishes overlap nothing", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openOrigin(page);
  const wanted = {
    url: galleryUrl(),
    states: ["welcome, busy site"],
    locales: ["en"],
    windows: ALL_WINDOWS,
  };
  const press = /^Who would you like to meet/;
  expect(await page.evaluate(wrongInWindows, { ...wanted, press })).toEqual({});
});

test("an open chat hides nothing in a low window", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openOrigin(page);
  const windows = ALL_WINDOWS.filter(({ width }) => width < 1024);
  const wanted = {
    url: galleryUrl(),
    states: ["talking", "talking, blurred"],
    locales: ["en"],
    windows,
  };
  expect(await page.evaluate(wrongInWindows, { ...wanted, press: /^Open chat/ })).toEqual({});
});

for (const size of ["small", "large"]) {
  test(`a ${size} picture of one's own covers nothing, and moves no control`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const states = (await stateNames(page)).filter((name) => /^(talking|left)/.test(name));
    await openOrigin(page);
    // The page has the same storage as its frame.
    await page.evaluate((chosen) => localStorage.setItem("nexus.self-size", chosen), size);
    const wanted = { url: galleryUrl(), locales: ["de"], windows: ALL_WINDOWS };
    expect(await page.evaluate(wrongInWindows, { ...wanted, states })).toEqual({});
    const chat = { states: ["talking", "talking, blurred"], locales: ["en"], press: /^Open chat/ };
    expect(await page.evaluate(wrongInWindows, { ...wanted, ...chat })).toEqual({});
  });
}

/** Acts as an on-screen keyboard: browsers report the height that it leaves, and change nothing else. */
const keyboard = (height: number) => {
  const view = window.visualViewport;
  if (!view) throw new Error("no visual viewport");
  Object.defineProperty(view, "height", { value: height, configurable: true });
  view.dispatchEvent(new Event("resize"));
};

for (const { width, height, left } of [
  { width: 360, height: 740, left: 400 },
  { width: 390, height: 664, left: 330 },
  { width: 740, height: 360, left: 150 },
]) {
  for (const state of ["talking", "talking, text"]) {
    test(`a visitor can write and leave above an on-screen keyboard (${state}, ${width}x${height})`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ reducedMotion: "reduce" });
      await show(page, { state, theme: "dark", locale: "en" });
      const chat = page.getByRole("button", { name: /^Open chat/ });
      if (state === "talking") await chat.click();
      await page.evaluate(keyboard, left);
      const box = page.getByRole("textbox", { name: "Message" });
      const send = page.getByRole("button", { name: "Send", exact: true });
      const ways = state === "talking" && width < height ? ["Close chat"] : ["Stop", "Skip"];
      for (const one of [box, send, ...ways.map((name) => page.getByRole("button", { name }))]) {
        await expect
          .poll(async () => {
            const found = await one.boundingBox();
            return found && found.y >= 0 && found.y + found.height <= left;
          })
          .toBe(true);
      }
      // Without the keyboard the layout is as before.
      await page.evaluate(keyboard, height);
      await expect
        .poll(async () => ((await send.boundingBox())?.y ?? 0) > left || height - left < 1)
        .toBe(true);
    });
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

interface Wanted {
  readonly states: readonly string[];
  readonly locale: string;
  readonly finger: number;
}

/** Runs in the page: finds everything wrong with each state in one call. */
async function misfits({ states, locale, finger }: Wanted): Promise<Record<string, string[]>> {
  const CONTROLS = "button, a[href], input, select, textarea, [role=radio], [role=switch]";
  const bad: Record<string, string[]> = {};

  const called = (control: Element) =>
    control.getAttribute("aria-label") ?? (control.textContent || control.id || control.outerHTML);

  /** Whether points half a thumb away from the middle miss the control and its labels. */
  const missed = (control: HTMLElement) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const reach = finger / 2 - 1;
    const labels = "labels" in control ? [...((control.labels as NodeList | null) ?? [])] : [];
    return [
      [x - reach, y],
      [x + reach, y],
      [x, y - reach],
      [x, y + reach],
    ].some(([pointX = 0, pointY = 0]) => {
      const hit = document.elementFromPoint(pointX, pointY);
      return !hit || ![control, ...labels].some((one) => one.contains(hit));
    });
  };
  /** A link within a sentence is only as high as its line. */
  const inSentence = (control: Element) => {
    const sentence = control.closest("p");
    return sentence !== null && (sentence.textContent ?? "") !== (control.textContent ?? "");
  };
  const look = (control: HTMLElement): string | null => {
    if (!control.checkVisibility({ visibilityProperty: true })) return null;
    // The form's hidden copy of a custom control, which no visitor uses.
    if (control.ariaHidden === "true") return null;
    control.scrollIntoView({ block: "center" });
    const { left, right } = control.getBoundingClientRect();
    if (left < 0 || right > innerWidth) return "out of sight";
    // The browser scrolled a frame that visitors cannot scroll.
    for (let frame = control.parentElement; frame; frame = frame.parentElement) {
      const shut = getComputedStyle(frame).overflowX === "hidden";
      if (shut && frame.scrollLeft !== 0) return "cut off by its frame";
    }
    const isButton = control.tagName === "BUTTON" || control.tagName === "A";
    if (isButton && control.scrollWidth > control.clientWidth + 8) return "words cut off";
    const disabled = (control as HTMLButtonElement).disabled || control.ariaDisabled === "true";
    if (!disabled && !inSentence(control) && missed(control)) return "too small, or overlapped";
    return null;
  };

  for (const state of states) {
    location.hash = new URLSearchParams({ state, theme: "dark", locale }).toString();
    while (!document.querySelector(`[data-view="${state} dark ${locale}"]`)) {
      await new Promise(requestAnimationFrame);
    }
    const wrong: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page scrolls sideways");
    for (const control of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      const why = look(control);
      if (why) wrong.push(`${called(control)}: ${why}`);
    }
    if (wrong.length > 0) bad[state] = wrong;
  }
  return bad;
}
