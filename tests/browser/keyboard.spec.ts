// Whole visits without a mouse, by the names that assistive technology uses.
// SPDX-License-Identifier: MIT
import { expect, type Page, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

/** The accessible name of the focused element, as the browser exposes it. */
async function focused(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const { result } = await cdp.send("Runtime.evaluate", { expression: "document.activeElement" });
  const { nodes } = await cdp.send("Accessibility.getPartialAXTree", {
    objectId: result.objectId ?? "",
    fetchRelatives: false,
  });
  await cdp.detach();
  const [node] = nodes;
  return node?.role?.value === "RootWebArea" ? "" : String(node?.name?.value ?? "");
}

/** Presses Tab until the element has the focus; fails after a limited number of steps. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`${name} cannot be reached by Tab; passed: ${passed.join(" | ")}`);
}

test.describe("by keyboard alone", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    // The same two visitors may meet again at once.
    const settings = { NEXUS_MATCHING_RECENT_MINUTES: "0" };
    deployment = await startDeployment("all-in-one", { web: true, settings });
  });
  test.afterAll(() => deployment.stop());

  test("from the language to the end of a conversation", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const { keyboard } = a.page;

    // Chooses another language and back; Escape closes the settings and returns the focus.
    await tabTo(a.page, /^Language$/);
    await keyboard.press("d"); // Deutsch
    await expect(a.page.locator("html")).toHaveAttribute("lang", "de");
    await keyboard.press("ArrowUp"); // English
    await expect(a.page.locator("html")).toHaveAttribute("lang", "en");
    await tabTo(a.page, /^Settings$/);
    await keyboard.press("Enter");
    await expect(a.page.getByRole("region", { name: "Settings" })).toBeVisible();
    await tabTo(a.page, /^Blur nudity$/);
    await keyboard.press("Space");
    await expect(a.page.getByRole("switch", { name: "Blur nudity" })).toBeChecked();
    await keyboard.press("Space");
    await keyboard.press("Escape");
    expect(await focused(a.page)).toBe("Settings");

    await tabTo(a.page, /^Video$/);
    // Held as long as a finger does: the radio group checks whether the key is still down.
    await keyboard.press("ArrowRight", { delay: 200 });
    await expect(a.page.getByRole("radio", { name: "Text" })).toBeChecked();
    await tabTo(a.page, /^Who would you like to meet/);
    await keyboard.press("Enter");
    await expect(a.page.getByRole("textbox", { name: "Interests" })).toBeVisible();
    await tabTo(a.page, /^Interests/);
    await keyboard.type("chess");
    await keyboard.press("Enter");
    await expect(a.page.getByRole("button", { name: "Remove chess" })).toBeVisible();

    // Start without consent moves the focus to the consent.
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
    // With a keyboard, the message box has the focus and the first words can be typed at once.
    expect(await focused(a.page)).toBe("Message");
    await keyboard.type("Hello");
    await keyboard.press("Enter");
    await b.expectLine("Hello");
    await keyboard.press("Escape");
    // The safe choice has the focus.
    expect(await focused(a.page)).toBe("Keep talking");
    await keyboard.press("Shift+Tab");
    await keyboard.press("Shift+Tab");
    expect(await focused(a.page)).toBe("Leave");
    await keyboard.press("Enter");
    await a.expectState("stopped");
    await tabTo(a.page, /^Start again$/);
    a.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });

  test("the form comes before the preview of the camera", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    await expect(a.page.getByRole("button", { name: "Start" })).toBeVisible();
    const order: string[] = [];
    for (let step = 0; step < 8; step++) {
      await a.page.keyboard.press("Tab");
      order.push(await focused(a.page));
    }
    expect(order.map((name) => name.split(" ").slice(0, 3).join(" "))).toEqual([
      "Language",
      "Settings",
      "Video",
      "Who would you",
      "I’m 18 or",
      "Read the rules",
      "Start",
      "Preview camera",
    ]);
    await a.close();
  });

  test("a call, with all its controls", async ({ browser }) => {
    test.setTimeout(180_000);
    const a = await VisitorPage.open(browser, deployment.origin);
    const { page } = a;
    const { keyboard } = page;
    const chosen = (label: string) =>
      page.getByRole("combobox", { name: label }).locator("option:checked").innerText();

    // The devices, before a partner sees them.
    await tabTo(page, /^Preview camera$/);
    await keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Microphone" })).toBeVisible();
    await tabTo(page, /^Microphone$/);
    // Browsers reveal their names shortly after they are open.
    await expect.poll(() => chosen("Microphone")).toMatch(/^Fake/);
    const first = await chosen("Microphone");
    await keyboard.press("ArrowDown");
    await expect.poll(() => chosen("Microphone")).not.toBe(first);
    const second = await chosen("Microphone");
    await tabTo(page, /18 or older/);
    await keyboard.press("Space");
    await tabTo(page, /^Start$/);
    await keyboard.press("Enter");
    await a.expectState("searching");
    const b = await VisitorPage.open(browser, deployment.origin);
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);

    // Chat: Enter opens it to write.
    await keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Message");
    await tabTo(page, /^Emoji$/);
    await keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Search emoji");
    await keyboard.press("Tab");
    expect(await focused(page)).toBe("😀");
    await keyboard.press("Enter");
    await keyboard.press("Escape");
    expect(await focused(page)).toBe("Message");
    await keyboard.press("Enter");
    await b.expectLine("😀");

    // More returns the focus to its button.
    await tabTo(page, /^More$/);
    await keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Stranger’s volume");
    await keyboard.press("ArrowLeft");
    await expect(page.getByRole("slider")).toHaveValue("0.95");
    await tabTo(page, /^Microphone$/);
    await expect.poll(() => chosen("Microphone")).toBe(second);
    await keyboard.press("ArrowUp");
    await expect.poll(() => chosen("Microphone")).toBe(first);
    const sounds = page.getByRole("switch", { name: "Sounds" });
    const on = await sounds.isChecked();
    await tabTo(page, /^Sounds$/);
    await keyboard.press("Space");
    await expect(sounds).toBeChecked({ checked: !on });
    await tabTo(page, /^Keyboard shortcuts$/);
    await keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await keyboard.press("Escape");
    await expect.poll(() => focused(page)).toBe("More");
    await keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "More" })).toBeVisible();
    await keyboard.press("Escape");
    await expect.poll(() => focused(page)).toBe("More");

    // The settings within the call: Escape closes them, not the conversation.
    await tabTo(page, /^Settings$/);
    await keyboard.press("Enter");
    await tabTo(page, /^Language$/);
    await keyboard.press("Escape");
    expect(await focused(page)).toBe("Settings");
    await a.expectState("talking");

    // Moves the own picture away and mutes the microphone.
    await tabTo(page, /^Your picture\./);
    const mine = page.getByRole("group", { name: "Your picture" });
    const stood = await mine.boundingBox();
    await keyboard.press("ArrowUp");
    await expect.poll(async () => (await mine.boundingBox())?.y).toBe((stood?.y ?? 0) - 32);
    await tabTo(page, /^Mute microphone$/);
    await keyboard.press("Space");
    await expect.poll(() => focused(page)).toBe("Unmute microphone");
    await expect(b.page.getByText("Stranger is muted")).toBeVisible();
    await tabTo(page, /^Turn camera off$/);
    await keyboard.press("Space");
    await expect(b.page.getByText("Stranger’s camera is off")).toBeVisible();

    // Skips; the partner searches again by itself.
    await tabTo(page, /^Skip$/);
    await keyboard.press("Enter");
    await b.expectState("partner-left");
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);

    // Reports one partner, then blocks the next.
    const dialog = page.getByRole("dialog", { name: "What’s wrong?" });
    /** A press right after a match does not count. */
    const report = (key: string) =>
      expect(async () => {
        if (!(await dialog.isVisible())) await keyboard.press(key);
        await expect(dialog).toBeVisible({ timeout: 1_000 });
      }).toPass();
    await tabTo(page, /^Report or block$/);
    await report("Enter");
    await tabTo(page, /^Nudity or sexual acts$/);
    await keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: "Insults, threats or pressure" })).toBeChecked();
    await tabTo(page, /^What happened\?/);
    await keyboard.type("shouted");
    await tabTo(page, /^Report and move on$/);
    await keyboard.press("Enter");
    await expect(page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    await a.expectState("searching");

    const c = await VisitorPage.open(browser, deployment.origin);
    await b.close();
    await c.start();
    await a.expectState("talking");
    await report("Alt+r");
    await tabTo(page, /^Just block$/);
    await keyboard.press("Enter");
    await expect(page.getByText("Blocked. You two won’t be matched again.")).toBeVisible();
    await a.expectState("searching");

    await tabTo(page, /^Stop$/);
    await keyboard.press("Enter");
    await a.expectState("stopped");
    // The heading has the focus: a screen reader continues from there.
    expect(await focused(page)).toBe("You’ve stopped");
    await tabTo(page, /^Start again$/);
    a.expectNoComplaint();
    await Promise.all([a.close(), c.close()]);
  });

  test("one press skips one partner, and no key reaches a partner it was not meant for", async ({
    browser,
  }) => {
    const [a, b, c] = [
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
      await VisitorPage.open(browser, deployment.origin),
    ];
    const { page } = a;
    const { keyboard } = page;
    const talk = (...two: VisitorPage[]) =>
      Promise.all(two.map((one) => one.expectState("talking")));
    const lines = ({ page: of }: VisitorPage) =>
      of.getByRole("log", { name: "Messages" }).getByRole("listitem");

    // A visitor who types without a pause, before and after the match.
    await a.start("Text");
    await a.expectState("searching");
    let typing = true;
    const typed = (async () => {
      while (typing) {
        await keyboard.press("x");
        await keyboard.press("Enter");
      }
    })();
    await b.start("Text");
    await talk(a, b);
    const box = page.getByRole("textbox", { name: "Message" });
    await expect(box).toHaveAttribute("placeholder", "New person! Pause a second, then type");
    await expect(box).toBeFocused();
    typing = false;
    await typed;
    await expect(box).toBeEditable();
    await keyboard.type("Hello");
    await keyboard.press("Enter");
    await b.expectLine("Hello");
    await expect(lines(b)).toHaveCount(1);

    // Enter held down on Skip.
    await c.start("Text");
    await c.expectState("searching");
    await tabTo(page, /^Skip$/);
    await keyboard.down("Enter");
    await talk(a, c);
    for (let repeats = 0; repeats < 20; repeats++) await keyboard.down("Enter");
    await keyboard.up("Enter");
    await c.say("Still here");
    await a.expectLine("Still here");

    // A double press. The skipped partner searches again by itself.
    await b.expectState("searching");
    await page.getByRole("button", { name: "Skip" }).dblclick();
    await talk(a, b);
    await b.say("Me too");
    await a.expectLine("Me too");
    await c.expectState("searching");
    for (const one of [a, b, c]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("an idle visitor is asked, and not matched until it answers", async ({ browser }) => {
    test.setTimeout(120_000);
    const absent = await VisitorPage.open(browser, deployment.origin);
    const other = await VisitorPage.open(browser, deployment.origin);
    await absent.start("Text");
    for (let partner = 0; partner < 3; partner++) {
      await absent.expectState("searching");
      if (partner === 0) await other.start("Text");
      else await other.page.getByRole("button", { name: "Start again" }).click();
      await Promise.all([absent.expectState("talking"), other.expectState("talking")]);
      await other.page.getByRole("button", { name: "Stop" }).click();
      await absent.expectState("partner-left");
    }
    await expect(absent.page.getByRole("heading", { name: "Still there?" })).toBeVisible();
    await other.page.getByRole("button", { name: "Start again" }).click();
    await other.expectState("searching");
    await absent.expectState("partner-left");
    await absent.page.getByRole("button", { name: "I’m here" }).click();
    await Promise.all([absent.expectState("talking"), other.expectState("talking")]);
    await Promise.all([absent.close(), other.close()]);
  });

  test("what a screen reader reads of a call", async ({ browser }) => {
    const a = await VisitorPage.open(browser, deployment.origin);
    const b = await VisitorPage.open(browser, deployment.origin);
    await Promise.all([a.start(), b.start()]);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);
    await b.say("Hello");
    await a.expectLine("Hello");
    await expect(a.page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "In conversation" [level=1]
        - text: NexusChat
        - button "Settings"
        - button "Report or block"
        - button "More"
        - group "Your picture. Enter makes it large, arrow keys move it.":
          - 'button "Size: medium"'
        - toolbar "Call controls":
          - button "Stop"
          - button "Mute microphone"
          - button "Turn camera off"
          - button "Open chat" [expanded]
          - button "Skip"
    `);
    await expect(a.page.getByRole("complementary")).toMatchAriaSnapshot(`
      - complementary:
        - region "Chat":
          - heading "Chat" [level=2]
          - log "Messages":
            - list:
              - listitem:
                - paragraph: "Stranger: Hello"
          - status
          - textbox "Message"
          - button "Emoji"
          - button "Send" [disabled]
    `);
    await Promise.all([a.close(), b.close()]);
  });
});
