// What two visitors show each other besides words: reactions, a wave, and the icebreaker card.
// SPDX-License-Identifier: MIT
import { type Browser, expect, type Page, test } from "@playwright/test";
import { questions as german } from "../../web/src/i18n/questions/de.ts";
import { questions as english } from "../../web/src/i18n/questions/en.ts";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("besides words", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  async function meet(
    browser: Browser,
    mode: "Video" | "Text",
  ): Promise<[VisitorPage, VisitorPage]> {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(mode), b.start(mode)]);
    if (mode === "Video") await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    else await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    return [a, b];
  }

  test("a reaction floats over the partner's picture, and disappears", async ({ browser }) => {
    const [a, b] = await meet(browser, "Video");
    await a.page.getByRole("button", { name: "React" }).click();
    const bar = a.page.getByRole("dialog", { name: "Reactions" });
    await bar.getByRole("button", { name: "Heart" }).click();
    await expect(a.page.getByTestId("own-reaction")).toHaveText("❤️");
    await expect(b.page.getByTestId("partner-reaction")).toHaveText("❤️");
    await expect(b.page.getByText("Your partner: Heart")).toBeAttached();
    await expect(b.page.getByTestId("partner-reaction")).toHaveCount(0);

    // A hammered button: what is shown stays bounded, and the chat still works.
    for (let i = 0; i < 30; i++) await bar.getByRole("button", { name: "Laugh" }).click();
    await expect(b.page.getByTestId("partner-reaction").first()).toBeVisible();
    expect(await b.page.getByTestId("partner-reaction").count()).toBeLessThanOrEqual(4);
    await a.page.keyboard.press("Escape");
    await a.say("still here");
    await b.expectLine("still here");
    a.expectNoComplaint();
    b.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("both see the same question, each in the own language, and move on together", async ({
    browser,
  }) => {
    const [a, b] = await meet(browser, "Text");
    await b.page.getByRole("button", { name: "Settings" }).click();
    await b.page.getByRole("combobox", { name: "Language" }).selectOption("de");
    const cardOf = (visitor: VisitorPage) =>
      visitor.page.getByRole("region", { name: /^(Icebreaker|Eisbrecher)$/ });
    const indexOf = async (visitor: VisitorPage, questions: readonly string[]) =>
      questions.indexOf((await cardOf(visitor).getByRole("status").textContent()) ?? "");
    const seesA = () => indexOf(a, english);
    const seesB = () => indexOf(b, german);
    await expect.poll(seesA).toBeGreaterThanOrEqual(0);
    const first = await seesA();
    await expect.poll(seesB).toBe(first);
    const shifted = (n: number) => (first + n) % english.length;
    await a.page.getByRole("button", { name: "Another one" }).click();
    await expect.poll(seesB).toBe(shifted(1));
    await b.page.getByRole("button", { name: "Eine andere Frage" }).click();
    await expect.poll(seesA).toBe(shifted(2));
    expect(await seesB()).toBe(shifted(2));

    await b.page.reload();
    await expect.poll(seesB).toBe(shifted(2));

    // Hidden here, it stays for the partner.
    await b.page.getByRole("button", { name: "Frage ausblenden" }).click();
    await expect(cardOf(b)).toHaveCount(0);
    await expect(cardOf(a)).toBeVisible();
    await Promise.all([a.close(), b.close()]);
  });

  test("a wave says hello without words", async ({ browser }) => {
    const [a, b] = await meet(browser, "Text");
    await a.page.getByRole("button", { name: "Wave" }).click();
    await expect(a.page.getByRole("button", { name: "You waved" })).toBeDisabled();
    await expect(b.page.getByTestId("partner-reaction")).toHaveText("👋");
    await expect(b.page.getByText("Your partner waved at you.")).toBeVisible();
    await b.page.getByRole("button", { name: "Wave back" }).click();
    await expect(a.page.getByTestId("partner-reaction")).toHaveText("👋");
    a.expectNoComplaint();
    b.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("emoji are found by their names, and a few of them alone are large", async ({ browser }) => {
    const [a, b] = await meet(browser, "Text");
    const foreign: string[] = [];
    a.page.on("request", (request) => {
      if (!request.url().startsWith(deployment.origin)) foreign.push(request.url());
    });
    await a.page.getByRole("button", { name: "Emoji" }).click();
    const picker = a.page.getByRole("dialog", { name: "Emoji" });
    const search = picker.getByRole("searchbox", { name: "Search emoji" });
    await search.fill("no such emoji");
    await expect(picker.getByText("No emoji found")).toBeVisible();
    await search.fill("octop");
    await expect(picker.getByRole("button", { name: "🐙" })).toBeVisible();
    await search.press("Enter");
    await a.page.keyboard.press("Escape");
    await a.page.keyboard.press("Enter");
    await b.expectLine("🐙");
    const size = (text: string) =>
      b
        .line(text)
        .locator("p[dir=auto]")
        .evaluate((p) => Number.parseFloat(getComputedStyle(p).fontSize));
    await a.say("🐙 in words");
    await b.expectLine("🐙 in words");
    expect(await size("🐙 in words")).toBeLessThan(20);
    const alone = b.line("🐙").first().locator("p[dir=auto]");
    await expect(alone).toHaveCSS("font-size", "48px");
    expect(foreign).toEqual([]);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("unread words are counted in the title of a tab in the background", async ({ browser }) => {
    const [a, b] = await meet(browser, "Text");
    await hide(b.page, true);
    await a.say("one");
    await a.say("two");
    await expect(b.page).toHaveTitle(/^\(2\) /);
    await hide(b.page, false);
    await expect(b.page).not.toHaveTitle(/^\(/);
    await Promise.all([a.close(), b.close()]);
  });
});

/** As when the visitor looks at another tab. */
async function hide(page: Page, on: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    const value = hidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, on);
}
