// Two visitors press the heart, part, and meet again.
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { pressUntil } from "./press-until.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("two visitors that like each other", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("split", {
      web: true,
      settings: {
        // Otherwise the two would meet again after some seconds, because nobody else is there.
        NEXUS_MATCHING_RECENT_PATIENCE_S: "3600",
        NEXUS_SIGNALLING_RELOAD_GRACE_S: "30",
      },
    });
  });
  test.afterAll(() => deployment.stop());

  test("meet again after one of them stopped, also if its page was reloaded", async ({
    browser,
  }) => {
    const open = () => VisitorPage.open(browser, deployment.origin);
    const [a, b] = [await open(), await open()];
    const heart = (of: VisitorPage, name: string) =>
      of.page.getByRole("button", { name, exact: true });
    const note = (of: VisitorPage, text: string | RegExp) =>
      of.page.getByRole("status").getByText(text);
    for (const one of [a, b]) await one.start("Text");
    for (const one of [a, b]) await one.expectState("talking");

    // A press right after the match was meant for another partner.
    await pressUntil(heart(a, "Like, to meet again"), () => heart(a, "Liked").isVisible());
    await expect(note(a, /^Liked\. If they like you too/)).toBeVisible();
    await a.say("until later");
    await b.expectLine("until later");
    await expect(heart(b, "Like, to meet again")).toBeVisible();
    await a.page.reload();
    await a.expectState("talking");
    await expect(heart(a, "Liked")).toBeVisible();

    await heart(b, "Like, to meet again").click();
    for (const one of [a, b]) {
      await expect(heart(one, "You like each other")).toBeVisible();
      await expect(note(one, /You can meet again for an hour/)).toBeVisible();
    }

    await b.page.getByRole("button", { name: "Stop" }).click();
    await b.expectState("stopped");
    await b.page.reload();
    await a.expectState("searching");
    await b.start("Text");
    for (const one of [a, b]) {
      await one.expectState("talking");
      await expect(note(one, "You’ve met before.")).toBeVisible();
      // Once a wish is fulfilled, the partner can be liked again.
      await expect(heart(one, "Like, to meet again")).toBeVisible();
      one.expectNoComplaint();
    }
    await Promise.all([a.close(), b.close()]);
  });
});
