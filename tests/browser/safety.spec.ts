import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { PHONE, type VisitorOptions, VisitorPage } from "./visitor-page.ts";

test.describe("safe from each other", () => {
  let deployment: Deployment;
  const directory = mkdtempSync(join(tmpdir(), "nexuschat-safety-"));
  const reportsFile = join(directory, "reports.jsonl");
  test.beforeAll(async () => {
    // Recent partners may meet again at once, so only a block keeps the two apart.
    const settings = { NEXUS_MATCHING_RECENT_MINUTES: "0", NEXUS_REPORTS_FILE: reportsFile };
    deployment = await startDeployment("all-in-one", { web: true, settings });
  });
  test.afterAll(async () => {
    await deployment.stop();
    rmSync(directory, { recursive: true });
  });
  let guests: VisitorPage[] = [];
  // A page left by a failed test would become a partner in the next one.
  test.afterEach(async () => {
    await Promise.all(guests.map((guest) => guest.close()));
    guests = [];
  });
  const open = async (browser: Browser, options?: VisitorOptions): Promise<VisitorPage> => {
    const guest = await VisitorPage.open(browser, deployment.origin, options);
    guests.push(guest);
    return guest;
  };

  test("a reported partner is never met again, not even after a reload", async ({ browser }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const dialog = await a.openReport();
    await dialog.getByRole("radio", { name: "Insults, threats or pressure" }).check();
    await dialog.getByRole("textbox").fill("shouted at me");
    // biome-ignore lint/correctness/noPlaywrightMissingAwait: awaited after the press that causes it.
    const bSeesReason = expect(
      b.page.getByText("The conversation was ended").first(),
    ).toBeVisible();
    await dialog.getByRole("button", { name: "Report and move on" }).click();
    await expect(a.page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    await bSeesReason;
    await Promise.all([a.expectState("searching"), b.expectState("searching")]);

    await a.page.reload();
    await a.start();
    await a.expectState("searching");
    // Compatible visitors match at once: two seconds without a match are enough.
    await a.page.waitForTimeout(2_000);
    await Promise.all([a.expectState("searching"), b.expectState("searching")]);
    const c = await open(browser);
    await c.start();
    await c.expectState("talking");
    for (const one of [a, b, c]) one.expectNoComplaint();
  });

  test("the last partner can be reported from the search, also when the next one comes meanwhile", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser, { size: PHONE }), await open(browser)];
    const rooms = roomsOf(a.page);
    await a.page.reload(); // Its socket is opened again, and seen.
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const bStopped = stopWhenLeft(b.page);
    await a.skip();
    await bStopped;
    await a.expectState("searching");

    const report = a.page.getByRole("button", { name: "Report the last person" });
    const dialog = a.page.getByRole("dialog", { name: "What’s wrong?" });
    await report.press("Enter");
    await expect(dialog).toBeVisible();
    await a.page.keyboard.press("Escape");
    await expect(report).toBeFocused();
    await expect(report).toBeInViewport({ ratio: 1 });
    await report.click();

    const c = await open(browser);
    await c.start();
    await Promise.all([a.expectState("talking"), c.expectState("talking")]);
    await expect(dialog.getByText(/about the last person you met/)).toBeVisible();
    await dialog.getByRole("radio", { name: "Insults, threats or pressure" }).check();
    await dialog.getByRole("textbox").fill("from the search");
    await dialog.getByRole("button", { name: "Report and move on" }).click();
    await expect(a.page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
    const reports = readFileSync(reportsFile, "utf8").trim().split("\n");
    const [reported, ...others] = reports
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ note }) => note === "from the search");
    expect(rooms).toHaveLength(2);
    expect(reported).toMatchObject({ room: rooms[0], reason: "harassment" });
    expect(others).toEqual([]);

    // The second partner may return, the first may not.
    const stop = { name: "Stop" };
    await c.page.getByRole("button", stop).click();
    await c.page.getByRole("button", { name: "Start again" }).click();
    await Promise.all([a.expectState("talking"), c.expectState("talking")]);
    await c.page.getByRole("button", stop).click();
    await a.expectState("searching");
    await b.page.getByRole("button", { name: "Start again" }).click();
    await b.expectState("searching");
    await a.page.waitForTimeout(2_000);
    await Promise.all([a.expectState("searching"), b.expectState("searching")]);
    for (const one of [a, b, c]) one.expectNoComplaint();
  });

  test("a partner that was only blocked can be reported from the search that follows", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await (await a.openReport()).getByRole("button", { name: "Just block" }).click();
    await expect(a.page.getByText("Blocked. You two won’t be matched again.")).toBeVisible();

    await a.page.getByRole("button", { name: "Report the last person" }).click();
    const dialog = a.page.getByRole("dialog", { name: "What’s wrong?" });
    await dialog.getByRole("radio", { name: "Insults, threats or pressure" }).check();
    await dialog.getByRole("textbox").fill("after the block");
    await expect(dialog.getByRole("button", { name: "Just block" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Report and move on" }).click();
    await expect(a.page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    await expect(a.page.getByRole("button", { name: "Report the last person" })).toHaveCount(0);
    const notes = readFileSync(reportsFile, "utf8").trim().split("\n");
    expect(notes.filter((line) => line.includes('"after the block"'))).toHaveLength(1);

    await b.expectState("searching");
    // Compatible visitors match at once: two seconds without a match are enough.
    await a.page.waitForTimeout(2_000);
    await Promise.all([a.expectState("searching"), b.expectState("searching")]);
    for (const one of [a, b]) one.expectNoComplaint();
  });

  test("the page runs no text as markup or code", async ({ browser }) => {
    const a = await open(browser);
    const refused = await a.page.evaluate(() => {
      const attempts = [
        () => {
          document.createElement("div").innerHTML = "<b>text</b>";
        },
        () => {
          document.createElement("script").src = "/theme.js";
        },
        () => new Worker("/theme.js"),
      ];
      return attempts.map((attempt) => {
        try {
          attempt();
          return "done";
        } catch (error) {
          return error instanceof TypeError ? "refused" : String(error);
        }
      });
    });
    expect(refused).toEqual(["refused", "refused", "refused"]);
  });

  test("a block after the end of a text conversation keeps that partner away", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start("Text");
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await b.say("boo");
    await a.expectLine("boo");
    await b.page.getByRole("button", { name: "Stop" }).click();
    await a.expectState("partner-left");
    await a.openReport();
    await a.page.getByRole("button", { name: "Just block" }).click();
    await expect(a.page.getByText("Blocked. You two won’t be matched again.")).toBeVisible();
    await b.page.getByRole("button", { name: "Start again" }).click();
    await b.expectState("searching");
    await a.page.waitForTimeout(1_500);
    await Promise.all([a.expectState("searching"), b.expectState("searching")]);
  });

  test("a blurred visitor is unblurred once both want it, and sent coarsely until then", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.openWishes();
    await a.page.getByRole("switch", { name: "Start blurred" }).click();
    await a.start();
    await b.start();
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    const isBlurred = (one: VisitorPage) =>
      one.page.getByTestId("remote-video").evaluate((v) => getComputedStyle(v).filter !== "none");
    expect(await isBlurred(a)).toBe(true);
    expect(await isBlurred(b)).toBe(true);
    await expect(b.page.getByText("Stranger isn’t yet.")).toBeVisible();
    // The blur is more than a style of b's page: the picture that b receives is too coarse to recognise a.
    const widthOfA = () =>
      b.page.getByTestId("remote-video").evaluate((v: HTMLVideoElement) => v.videoWidth);
    await expect.poll(widthOfA).toBeGreaterThan(0);
    await expect.poll(widthOfA).toBeLessThan(80);

    const show = a.page.getByRole("button", { name: "Show myself" });
    // A press right after a match does not count.
    await pressUntil(show, async () => !(await isBlurred(a)));
    await expect.poll(() => isBlurred(b)).toBe(false);
    await expect.poll(widthOfA).toBeGreaterThan(200);
  });

  test("Escape hides the partner at once, and a second Escape skips", async ({ browser }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const turns = await a.page.evaluate(async () => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
      const press = { key: "Escape", bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", press));
      let turns = 0;
      while (video && (getComputedStyle(video).visibility !== "hidden" || !video.muted)) {
        await new Promise((resolve) => setTimeout(resolve));
        turns++;
      }
      return turns;
    });
    // The browser paints between two turns.
    expect(turns).toBeLessThanOrEqual(1);
    await expect(a.page.getByRole("alertdialog")).toBeVisible();
    await a.page.getByRole("button", { name: "Keep talking" }).click();
    await a.expectPartnersPicture();

    // biome-ignore lint/correctness/noPlaywrightMissingAwait: awaited after the press that causes it.
    const bSeesReason = expect(b.page.getByText("Stranger moved on").first()).toBeVisible();
    await a.page.keyboard.press("Escape");
    await a.page.keyboard.press("Escape");
    await bSeesReason;
  });

  test("a picture-in-picture window of the partner closes with Escape, and shows nobody after Skip", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    const isOpen = () => a.page.evaluate(() => document.pictureInPictureElement !== null);
    const openWindow = async () => {
      await a.page.getByRole("button", { name: "More" }).click();
      await a.page.getByRole("button", { name: "Picture in picture" }).click();
      await expect.poll(isOpen).toBe(true);
    };
    await openWindow();
    await a.page.keyboard.press("Escape");
    await expect.poll(isOpen).toBe(false);
    await a.page.getByRole("button", { name: "Keep talking" }).click();
    await openWindow();
    await a.skip();
    await expect.poll(isOpen).toBe(false);
    await a.expectPartnersPicture();
    expect(await isOpen()).toBe(false);
    a.expectNoComplaint();
  });

  test("a shared screen is shown whole, and the camera returns after it", async ({ browser }) => {
    const [a, b] = [await open(browser, { before: SCREEN_OF_300_BY_900 }), await open(browser)];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    // A stage of about the camera's shape, which its picture fills.
    await b.page.setViewportSize({ width: 1920, height: 900 });
    const picture = b.page.getByTestId("remote-video");
    const isUpright = () =>
      picture.evaluate((v: HTMLVideoElement) => v.videoHeight > 2 * v.videoWidth);
    expect(await isUpright()).toBe(false);
    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Share my screen" }).click();
    await expect(a.page.getByText("Stranger sees your screen")).toBeVisible();
    await expect.poll(isUpright).toBe(true);
    await expect(b.page.getByLabel("Stranger’s screen")).toHaveCSS("object-fit", "contain");

    await a.page.getByRole("button", { name: "More" }).click();
    await a.page.getByRole("button", { name: "Stop sharing" }).click();
    await expect.poll(isUpright).toBe(false);
    await expect(picture).toHaveCSS("object-fit", "cover");
    a.expectNoComplaint();
  });
});

/** The rooms of the page's matches on sockets that open from now on, in their order. */
function roomsOf(page: Page): readonly string[] {
  const rooms: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      const text = String(payload);
      if (text.includes('"type":"matched"'))
        rooms.push((JSON.parse(text) as { room: string }).room);
    }),
  );
  return rooms;
}

/** Presses Stop in the moment that the partner leaves, before the page searches again. */
function stopWhenLeft(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector('[data-state="partner-left"]')) return;
          watch.disconnect();
          const buttons = [...document.querySelectorAll("button")];
          const name = (one: Element) => one.getAttribute("aria-label") ?? one.textContent;
          buttons.find((one) => name(one) === "Stop")?.click();
          resolve();
        });
        watch.observe(document, { subtree: true, childList: true, attributes: true });
      }),
  );
}

/** A browser without a display has no screen to share: a canvas replaces the device and nothing else. */
const SCREEN_OF_300_BY_900 = `
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 900 });
    const pen = canvas.getContext("2d");
    setInterval(() => {
      pen.fillStyle = "hsl(" + (Date.now() / 20) % 360 + " 80% 50%)";
      pen.fillRect(0, 0, 300, 900);
    }, 66);
    return canvas.captureStream(15);
  };
`;
