// Reloads the page during a conversation. Browsers report a reload and a closed tab in the same way.
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("a page that is reloaded in a conversation", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      // A busy machine may need this long to load a page.
      settings: { ...NO_MESSAGE_LIMITS, NEXUS_SIGNALLING_RELOAD_GRACE_S: "30" },
    });
  });
  test.afterAll(() => deployment.stop());

  const open = (browser: Browser) => VisitorPage.open(browser, deployment.origin);
  const expectLines = async (visitor: VisitorPage, ...texts: string[]) => {
    for (const text of texts) {
      await visitor.expectLine(text);
      await expect(visitor.line(text)).toHaveCount(1);
    }
  };
  const talkByText = async (a: VisitorPage, b: VisitorPage) => {
    for (const one of [a, b]) await one.start("Text");
    await a.expectState("talking");
    await a.say("before");
    await expectLines(b, "before");
  };
  const button = (visitor: VisitorPage, name: string) => visitor.page.getByRole("button", { name });

  test("keeps partner, picture, lines and the muted microphone, on either side", async ({
    browser,
  }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await a.start();
    await a.expectState("searching");
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await a.say("before");
    await b.expectLine("before");
    // One of them is the initiator, the other the responder.
    for (const [turn, reloads, stays] of [
      ["first", a, b],
      ["second", b, a],
    ] as const) {
      await button(reloads, "Mute microphone").click();
      await expect(button(reloads, "Unmute microphone")).toBeVisible();
      await reloads.page.reload();
      await stays.say(`meanwhile ${turn}`);
      await reloads.expectState("talking");
      await Promise.all([reloads.expectPartnersPicture(), stays.expectPartnersPicture()]);
      await expectLines(reloads, "before", `meanwhile ${turn}`);
      await reloads.say(`after ${turn}`);
      await expectLines(stays, "before", `meanwhile ${turn}`, `after ${turn}`);
      await expect(button(reloads, "Unmute microphone")).toBeVisible();
      await expect(stays.page.getByText("The picture froze")).toBeHidden();
    }
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("during a search keeps the camera and the microphone off", async ({ browser }) => {
    const a = await open(browser);
    await a.start();
    await a.expectState("searching");
    await button(a, "Mute microphone").click();
    await button(a, "Turn camera off").click();
    await a.page.reload();
    await a.start();
    await a.expectState("searching");
    await expect(button(a, "Unmute microphone")).toBeVisible();
    await expect(button(a, "Turn camera on")).toBeVisible();
    await a.close();
  });

  test("keeps a text conversation, too, and Skip works afterwards", async ({ browser }) => {
    const [a, b] = [await open(browser), await open(browser)];
    await talkByText(a, b);
    await b.page.reload();
    await b.expectState("talking");
    await b.say("after");
    await expectLines(a, "before", "after");
    // A press right after the match does not count.
    await pressUntil(button(b, "Skip"), () => b.page.locator("[data-state=talking]").isHidden());
    await a.expectState("partner-left");
    await Promise.all([a.close(), b.close()]);
  });

  test("that was closed instead is waited for only as long as a reload takes", async ({
    browser,
  }) => {
    const short = await startDeployment("all-in-one", { web: true });
    try {
      const [a, b] = [
        await VisitorPage.open(browser, short.origin),
        await VisitorPage.open(browser, short.origin),
      ];
      await talkByText(a, b);
      await b.page.close({ runBeforeUnload: true });
      await expect(a.page.getByText("Waiting for them")).toBeVisible();
      await a.expectState("partner-left");
      await Promise.all([a.close(), b.close()]);
    } finally {
      await short.stop();
    }
  });
});
