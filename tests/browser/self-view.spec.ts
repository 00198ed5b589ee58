// The visitor's own picture in a call: its sizes, and the swap with the partner's, which shows nothing that was hidden.
// SPDX-License-Identifier: MIT
import {
  type Browser,
  type CDPSession,
  expect,
  type Locator,
  type Page,
  test,
} from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { show } from "./gallery.ts";
import { pressUntil } from "./press-until.ts";
import { PHONE, VisitorPage } from "./visitor-page.ts";

test.describe("the small picture", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    const settings = { NEXUS_MATCHING_RECENT_MINUTES: "0" };
    deployment = await startDeployment("all-in-one", { web: true, settings });
  });
  test.afterAll(() => deployment.stop());

  const meet = async (browser: Browser, blurred = false) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    if (blurred) {
      await b.openWishes();
      await b.page.getByRole("switch", { name: "Start blurred" }).click();
    }
    await a.start();
    await b.start();
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    return { a, b };
  };

  test("changes places with the partner's, who begins large", async ({ browser }) => {
    const { a, b } = await meet(browser);
    await a.expectPartnersPicture();
    const { page } = a;
    const [own, partners, inStage] = ["local-video", "small-remote-video", "remote-video"].map(
      (id) => page.getByTestId(id),
    ) as [Locator, Locator, Locator];
    const small = page.getByRole("group", { name: /Enter makes it large/ });
    const stage = await boxOf(page.getByRole("main"));
    const stood = await standing(a);
    const place = await boxOf(small);

    await firstSwap(small);
    expect((await boxOf(own)).height).toBeGreaterThan(0.9 * stage.height);
    await expect.poll(() => isPlaying(partners)).toBe(true);
    await expect.poll(() => isPlaying(own)).toBe(true);
    // The picture behind the own one has the sound.
    expect(await inStage.evaluate((video: HTMLVideoElement) => video.muted)).toBe(false);
    expect([await boxOf(small), await standing(a)]).toEqual([place, stood]);
    await expect(small).toHaveAccessibleName(/^Stranger’s picture/);

    await small.click();
    await expect(partners).toHaveCount(0);
    await small.press("Enter");
    await expect(partners).toBeVisible();
    expect([await boxOf(small), await standing(a)]).toEqual([place, stood]);

    await page.getByRole("button", { name: "Skip" }).click();
    await b.expectState("partner-left");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await expect(partners).toHaveCount(0);
    await a.expectPartnersPicture();
    await expect(small).toHaveAccessibleName(/^Your picture/);
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("never shows a partner who is blurred or hidden", async ({ browser }) => {
    const { a, b } = await meet(browser, true);
    const small = a.page.getByRole("group", { name: /rrow keys move it/ });
    const partners = a.page.getByTestId("small-remote-video");
    const isBlurred = () =>
      a.page.getByTestId("remote-video").evaluate((v) => getComputedStyle(v).filter !== "none");
    const tryToSwap = async () => {
      await expect(small).toHaveAccessibleName("Your picture. Arrow keys move it.");
      await small.click();
      await small.press("Enter");
      expect([await partners.count(), await isBlurred()]).toEqual([0, true]);
    };
    await a.expectPartnersPicture();
    await tryToSwap();

    const show = b.page.getByRole("button", { name: "Show myself" });
    const reveal = () =>
      // A press right after a match does not count.
      pressUntil(show, async () => !(await isBlurred()));
    await reveal();
    await expect(partners).toHaveCount(0);
    await firstSwap(small);
    await expect(partners).toBeVisible();

    // In every frame that the page draws, a blurred picture is the one in the stage.
    await a.page.evaluate(`{
      window.__seen = 0;
      const look = () => {
        const stage = document.querySelector('[data-testid="remote-video"]');
        const small = document.querySelector('[data-testid="small-remote-video"]');
        if (stage && getComputedStyle(stage).filter !== "none" && small) window.__seen += 1;
        requestAnimationFrame(look);
      };
      look();
    }`);
    await b.page.getByRole("button", { name: "More" }).click();
    await b.page.getByRole("button", { name: "Blur us again" }).click();
    await expect.poll(isBlurred).toBe(true);
    await tryToSwap();
    // The visitor chose this order for this partner.
    await reveal();
    await expect(partners).toBeVisible();

    const turns = await a.page.evaluate(async () => {
      const pictures = [...document.querySelectorAll<HTMLElement>('[data-testid$="remote-video"]')];
      const key = { key: "Escape", bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", key));
      const isSeen = (one: HTMLElement) =>
        one.isConnected && getComputedStyle(one).visibility !== "hidden";
      let turns = 0;
      while (pictures.some(isSeen)) {
        await new Promise((resolve) => setTimeout(resolve));
        turns++;
      }
      return turns;
    });
    // The browser paints between two turns.
    expect(turns).toBeLessThanOrEqual(1);
    await expect(a.page.getByTestId("hidden")).toBeVisible();
    await expect(partners).toHaveCount(0);
    expect(await a.page.evaluate("window.__seen")).toBe(0);
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("has three sizes, keeps to its edge and the stage, and remembers its size", async ({
    browser,
  }) => {
    const { a, b } = await meet(browser);
    const { page } = a;
    const small = page.getByRole("group", { name: /^Your picture/ });
    for (const size of [PHONE, { width: 1280, height: 800 }, { width: 844, height: 390 }]) {
      await page.setViewportSize(size);
      await small.focus();
      const stood = await standing(a);
      const heights: number[] = [];
      const edges: number[] = [];
      for (const key of ["-", "-", "+", "+", "+"]) {
        await small.press(key);
        const { x, width, height } = await boxOf(small);
        heights.push(Math.round(height));
        edges.push(Math.round(x + width));
        expect(await standing(a)).toEqual(stood);
      }
      const [, least = 0, medium = 0, most = 0, still = 0] = heights;
      expect(least).toBeLessThan(medium);
      expect(medium).toBeLessThan(most);
      expect(still).toBe(most);
      expect(new Set(edges).size).toBe(1);
      await page.getByRole("button", { name: "Size: large" }).click();
      await page.getByRole("button", { name: "Size: small" }).click();
      await expect(page.getByRole("button", { name: "Size: medium" })).toBeAttached();
    }

    // Moved to the other corner, it grows and turns with the window without leaving the stage.
    await page.setViewportSize(PHONE);
    await small.focus();
    for (let step = 0; step < 30; step++) {
      await small.press("ArrowLeft");
      await small.press("ArrowDown");
    }
    await small.press("+");
    const isInside = async () => {
      const [box, stage] = [await boxOf(small), await boxOf(page.getByRole("main"))];
      return (
        box.x >= stage.x - 1 &&
        box.y >= stage.y - 1 &&
        box.x + box.width <= stage.x + stage.width + 1 &&
        box.y + box.height <= stage.y + stage.height + 1
      );
    };
    await expect.poll(isInside).toBe(true);
    await page.setViewportSize({ width: 844, height: 390 });
    await expect.poll(isInside).toBe(true);

    await page.reload();
    await a.expectState("talking");
    await expect(page.getByRole("button", { name: "Size: large" })).toBeAttached();
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });
});

const STILL = { reducedMotion: "reduce" } as const;

// In the gallery: no partner takes part in this.
for (const locale of ["en", "ar"]) {
  test.describe(`the size of the small picture (${locale})`, () => {
    const chosen = (page: Page) => page.locator("[data-self]").getAttribute("data-self");
    const begin = async (page: Page) => {
      await show(page, { state: "talking", theme: "dark", locale });
      const small = page.locator("main fieldset");
      return { small, name: await small.getAttribute("aria-label") };
    };
    /** The x of the edge that is at the side of the window, and the height. */
    const standOf = async (small: Locator) => {
      const { x, width, height } = await boxOf(small);
      return { edge: Math.round(locale === "ar" ? x : x + width), height };
    };

    test.describe("on a phone", () => {
      test.use({ viewport: PHONE, hasTouch: true, isMobile: true, contextOptions: STILL });

      test("follows two fingers, and is the nearest of three when they let go", async ({
        page,
      }) => {
        const { small, name } = await begin(page);
        const fingers = await page.context().newCDPSession(page);
        await page.evaluate("onclick = () => { window.__clicks = 1; }");
        const box = await boxOf(small);
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        const medium = await standOf(small);

        await pinch(fingers, middle, [40, 48, 56]);
        await expect
          .poll(async () => (await standOf(small)).height / medium.height)
          .toBeCloseTo(1.4);
        expect((await standOf(small)).edge).toBe(medium.edge);
        await release(fingers);
        await expect.poll(() => chosen(page)).toBe("large");
        await expect
          .poll(async () => (await standOf(small)).height / medium.height)
          .toBeCloseTo(1.5);
        expect((await standOf(small)).edge).toBe(medium.edge);

        // One finger on the picture is enough for the other to count beside it.
        const large = await boxOf(small);
        const on = { x: large.x + large.width / 2, y: large.y + large.height / 2 };
        await pinch(fingers, on, [200, 120, 60]);
        await release(fingers);
        await expect.poll(() => chosen(page)).toBe("small");
        await expect
          .poll(async () => (await standOf(small)).height / medium.height)
          .toBeCloseTo(0.75);

        // The page is not magnified, nothing was tapped, and the pictures have not changed places.
        expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
        expect(await page.evaluate("window.__clicks")).toBeUndefined();
        await expect(small).toHaveAccessibleName(name ?? "");
        // The next finger moves it.
        const before = await boxOf(small);
        await dragged(fingers, { x: before.x + 9, y: before.y + 9 }, { x: 0, y: 120 });
        expect((await boxOf(small)).y).toBeGreaterThan(before.y + 60);
        expect(await chosen(page)).toBe("small");
      });
    });

    test.describe("on a desktop", () => {
      test.use({ viewport: { width: 1280, height: 800 } });

      test("follows the mouse at a corner, and is the nearest of three when it is released", async ({
        page,
      }) => {
        await page.emulateMedia(STILL);
        const { small, name } = await begin(page);
        const medium = await standOf(small);
        const pull = async (by: number) => {
          const { x, y, width, height } = await boxOf(small);
          const inner = locale === "ar" ? { x: x + width - 4, y: y + 4 } : { x: x + 4, y: y + 4 };
          const away = locale === "ar" ? by * width : -by * width;
          await page.mouse.move(inner.x, inner.y);
          await page.mouse.down();
          await page.mouse.move(inner.x + away / 2, inner.y - (by * height) / 2);
          await page.mouse.move(inner.x + away, inner.y - by * height);
        };
        await pull(0.3);
        // The corner is where the mouse is, and not where one of the sizes would have it.
        await expect
          .poll(async () => (await standOf(small)).height / medium.height)
          .toBeCloseTo(1.3, 1);
        expect((await standOf(small)).edge).toBe(medium.edge);
        await page.mouse.up();
        expect(await chosen(page)).toBe("large");
        await expect
          .poll(async () => (await standOf(small)).height / medium.height)
          .toBeCloseTo(1.5);

        await pull(-0.3);
        await page.mouse.up();
        expect(await chosen(page)).toBe("medium");
        await pull(0.05);
        await page.mouse.up();
        expect(await chosen(page)).toBe("medium");
        await expect.poll(() => standOf(small)).toEqual(medium);
        await expect(small).toHaveAccessibleName(name ?? "");
      });

      for (const reducedMotion of ["reduce", "no-preference"] as const) {
        test(`settles with the motion that the visitor wants (${reducedMotion})`, async ({
          page,
        }) => {
          await page.emulateMedia({ reducedMotion });
          const { small } = await begin(page);
          await small.evaluate((box) => {
            box.animate = function (...args) {
              box.dataset["moves"] = "yes";
              return Element.prototype.animate.apply(this, args);
            };
          });
          const { x, y, width } = await boxOf(small);
          await page.mouse.move(locale === "ar" ? x + width - 4 : x + 4, y + 4);
          await page.mouse.down();
          await page.mouse.move(640, 400);
          await page.mouse.up();
          expect(await chosen(page)).toBe("large");
          const moves = reducedMotion === "reduce" ? null : "yes";
          expect(await small.getAttribute("data-moves")).toBe(moves);
        });
      }
    });
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One finger rests; another one comes below it and moves to each distance. Both stay on the screen. */
async function pinch(fingers: CDPSession, { x, y }: Point, distances: readonly number[]) {
  const first = { x, y, id: 1 };
  await fingers.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [first] });
  for (const [index, distance] of distances.entries()) {
    await fingers.send("Input.dispatchTouchEvent", {
      type: index === 0 ? "touchStart" : "touchMove",
      touchPoints: [first, { x, y: y + distance, id: 2 }],
    });
  }
}

/** Lifts all fingers. */
async function release(fingers: CDPSession) {
  await fingers.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

async function dragged(fingers: CDPSession, { x, y }: Point, by: Point) {
  for (const [index, part] of [0, 0.5, 1].entries()) {
    await fingers.send("Input.dispatchTouchEvent", {
      type: index === 0 ? "touchStart" : "touchMove",
      touchPoints: [{ x: x + by.x * part, y: y + by.y * part, id: 1 }],
    });
  }
  await release(fingers);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(of: Locator): Promise<Box> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not shown`);
  return box;
}

/** Where the controls stand. */
function standing({ page }: VisitorPage): Promise<readonly Box[]> {
  return page
    .getByRole("toolbar")
    .locator("button")
    .evaluateAll((buttons) =>
      buttons.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { x, y, width, height };
      }),
    );
}

/** Presses until it counts: a press right after a match does not. The name shows at once whether it does. */
function firstSwap(small: Locator): Promise<void> {
  return small.evaluate(async (group: HTMLElement) => {
    const name = group.ariaLabel;
    const deadline = performance.now() + 10_000;
    for (;;) {
      group.click();
      await new Promise((resolve) => setTimeout(resolve)); // The page has rendered when this runs.
      if (group.ariaLabel !== name) return;
      if (performance.now() > deadline) throw new Error("the tap never counted");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

/** Whether the picture moves on. */
function isPlaying(of: Locator): Promise<boolean> {
  return of.evaluate(async (video: HTMLVideoElement) => {
    const before = video.currentTime;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return video.videoWidth > 0 && video.currentTime > before;
  });
}
