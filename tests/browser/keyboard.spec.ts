// A whole visit without a mouse.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** What has the focus, by the name that assistive technology hears. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return "";
    const label = "labels" in element ? (element.labels as NodeList | null)?.[0]?.textContent : null;
    return element.getAttribute("aria-label") ?? label ?? element.innerText;
  });
}

/** Presses Tab until that has the focus; in a bounded number of steps, or it can not be reached. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`${name} can not be reached by Tab; passed: ${passed.join(" | ")}`);
}

test.describe("by keyboard alone", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  test("from the language to the end of a conversation", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { keyboard } = a.page;

    // The language and back; Escape closes the menu and gives the focus back.
    await tabTo(a.page, /^Settings$/);
    await keyboard.press("Enter");
    await tabTo(a.page, /^Language$/);
    await keyboard.press("d"); // Deutsch
    await expect(a.page.locator("html")).toHaveAttribute("lang", "de");
    await keyboard.press("ArrowUp"); // English
    await expect(a.page.locator("html")).toHaveAttribute("lang", "en");
    await keyboard.press("Escape");
    expect(await focused(a.page)).toBe("Settings");

    await tabTo(a.page, /^Video$/);
    // As long as a finger takes: the radio group looks whether the key is still down.
    await keyboard.press("ArrowRight", { delay: 200 });
    await expect(a.page.getByRole("radio", { name: "Text" })).toBeChecked();
    await tabTo(a.page, /^Interests/);
    await keyboard.type("chess");
    await keyboard.press("Enter");
    await expect(a.page.getByRole("button", { name: "Remove chess" })).toBeVisible();

    // Start without consent leads to where it is given.
    await tabTo(a.page, /^Start$/);
    await keyboard.press("Enter");
    expect(await focused(a.page)).toMatch(/18 or older/);
    await keyboard.press("Space");
    await tabTo(a.page, /^Read the rules$/);
    await keyboard.press("Enter");
    await expect(a.page.getByRole("dialog", { name: "The rules" })).toBeVisible();
    await keyboard.press("Escape");
    expect(await focused(a.page)).toBe("Read the rules");
    await tabTo(a.page, /^Start$/);
    await keyboard.press("Enter");
    await a.expectState("searching");

    const b = await VisitorPage.open(browser, deployment.origin);
    await b.start("Text");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    // Where there is a keyboard the first words can be typed at once.
    expect(await focused(a.page)).toBe("Message");
    await keyboard.type("Hello");
    await keyboard.press("Enter");
    await b.expectLine("Hello");
    await keyboard.press("Escape");
    expect(await focused(a.page)).toBe("Leave");
    await keyboard.press("Enter");
    await a.expectState("stopped");
    await tabTo(a.page, /^Start again$/);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});
