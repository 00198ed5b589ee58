// Code that is loaded on demand: the page retries a failure, and reports code that it cannot load.
// SPDX-License-Identifier: MIT
import { expect, type Page, type Route, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { VisitorPage } from "./visitor-page.ts";

const CALL = /\/assets\/call-[^/]*\.js/;
const MORE = /\/assets\/more-panel-[^/]*\.js/;

const ABORT = (route: Route) => route.abort();
const GONE = (route: Route) => route.fulfill({ status: 404, body: "" });

/** Answers the first `times` requests like that. */
async function failing(
  page: Page,
  file: RegExp,
  fail: (route: Route) => Promise<void>,
  times = 1_000,
): Promise<void> {
  await page.route(file, fail, { times });
}

test.describe("code that is loaded on demand", () => {
  let deployment: Deployment;
  let a: VisitorPage;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());
  test.beforeEach(async ({ browser }) => {
    a = await VisitorPage.open(browser, "about:blank");
  });
  test.afterEach(() => a.close());

  const more = () => a.page.getByRole("button", { name: "More" });
  const panel = () => a.page.getByRole("dialog", { name: "More" });

  async function talk(b: VisitorPage): Promise<void> {
    await a.page.goto(deployment.origin);
    await a.start("Text");
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
  }

  test("opens after one failed request, with the same press", async ({ browser }) => {
    const b = await VisitorPage.open(browser, deployment.origin);
    await failing(a.page, MORE, ABORT, 1);
    await talk(b);
    await more().click();
    await expect(panel()).toBeVisible();
    await b.close();
  });

  test("that cannot be loaded is reported, and opens once the network is back", async ({
    browser,
  }) => {
    const b = await VisitorPage.open(browser, deployment.origin);
    await failing(a.page, MORE, ABORT);
    await talk(b);
    await more().click();
    const dialog = a.page.getByRole("dialog", { name: "This part didn’t load" });
    await expect(dialog.getByRole("button", { name: "Reload" })).toBeVisible();
    await a.page.unroute(MORE);
    await dialog.getByRole("button", { name: "Try now" }).click();
    await expect(panel()).toBeVisible();
    await a.expectState("talking");
    await b.close();
  });

  test("that an upgrade removed is reported, and can be closed", async ({ browser }) => {
    const b = await VisitorPage.open(browser, deployment.origin);
    await failing(a.page, MORE, GONE);
    await talk(b);
    await more().click();
    const dialog = a.page.getByRole("dialog", { name: "There’s a new version" });
    await expect(dialog.getByRole("button", { name: "Reload" })).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Try now" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(dialog).toHaveCount(0);
    await a.expectState("talking");
    await b.close();
  });

  test("a language that an upgrade removed is shown by the new version", async () => {
    await a.page.goto(deployment.origin);
    const list = a.page.getByRole("combobox", { name: "Language" });
    await expect(list).toHaveValue("en");
    let upgraded = false;
    a.page.on("framenavigated", () => {
      upgraded = true;
    });
    await a.page.route(/\/assets\/de-[^/]*\.js/, (route) =>
      upgraded ? route.continue() : GONE(route),
    );
    await list.selectOption("de");
    await expect(a.page.getByRole("button", { name: "Los geht’s" })).toBeVisible();
    expect(upgraded).toBe(true);
  });

  test("does not search before the conversation's code is loaded", async ({ browser }) => {
    const sent: string[] = [];
    a.page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => sent.push(String(payload))),
    );
    const finds = () => sent.filter((text) => text.includes('"find"')).length;
    await failing(a.page, CALL, GONE);
    await a.page.goto(deployment.origin);
    await a.start("Text");
    await expect(
      a.page.getByRole("heading", { level: 1, name: "There’s a new version" }),
    ).toBeVisible();
    await expect(a.page.getByRole("button", { name: "Reload" })).toBeVisible();
    await expect.poll(() => sent.length).toBeGreaterThan(0); // the hello
    const b = await VisitorPage.open(browser, deployment.origin);
    await b.start("Text");
    await b.expectState("searching");
    expect(finds()).toBe(0);

    await a.page.unroute(CALL);
    await a.page.getByRole("button", { name: "Reload" }).click();
    await a.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    expect(finds()).toBe(1);
    await b.close();
  });

  test("loads the conversation's code with Try now after an outage, and continues the search", async () => {
    let isOver = false;
    await a.page.route(CALL, (route) => (isOver ? route.continue() : ABORT(route)));
    await a.page.goto(deployment.origin);
    await a.start("Text");
    const heading = (name: string) => a.page.getByRole("heading", { level: 1, name });
    await expect(heading("This part didn’t load")).toBeVisible();
    // The outage ends with the press: the page also tries by itself.
    await a.page.exposeFunction("endOutage", () => {
      isOver = true;
    });
    await a.page.evaluate("addEventListener('click', () => endOutage(), { capture: true })");
    const retry = a.page.getByRole("button", { name: "Try now" });
    await pressUntil(retry, () => heading("Looking for someone").isVisible());
  });
});
