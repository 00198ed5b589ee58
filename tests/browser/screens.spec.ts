import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { census } from "../support/story.ts";
import { DESKTOP, PHONE, VisitorPage } from "./visitor-page.ts";

const FOLDER = join(import.meta.dirname, "screenshots");

function getUserMediaFails(name: string): string {
  return `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "${name}"));`;
}

for (const [sizeName, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test.describe(`every screen, ${sizeName}`, () => {
    let deployment: Deployment;
    test.beforeAll(async () => {
      mkdirSync(FOLDER, { recursive: true });
      deployment = await startDeployment("all-in-one", { web: true });
    });
    test.afterAll(async () => {
      await deployment.stop();
    });
    const shoot = async (visitor: VisitorPage, name: string) => {
      // After the entrance animations; a picture of half a fade shows nothing.
      await visitor.page.waitForTimeout(500);
      await visitor.page.screenshot({ path: join(FOLDER, `${name}-${sizeName}.png`) });
    };

    test("from the welcome to the end of a conversation", async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { size });
      await a.expectState("idle");
      await shoot(a, "welcome");
      await a.start();
      await a.expectState("searching");
      await shoot(a, "searching");

      const b = await VisitorPage.open(browser, deployment.origin);
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      await shoot(a, "talking");
      await b.say("Hello! Where are you?");
      await a.expectLine("Hello! Where are you?");
      await a.say("On a train, somewhere between two tunnels.");
      await b.expectLine("On a train, somewhere between two tunnels.");
      await shoot(a, "chat");

      await b.page.getByRole("button", { name: "Stop" }).click();
      await a.expectState("partner-left");
      await shoot(a, "partner-left");
      a.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    });

    for (const [screen, error, words] of [
      ["camera-denied", "NotAllowedError", /camera/i],
      ["no-camera", "NotFoundError", /camera/i],
      ["camera-busy", "NotReadableError", /camera|use/i],
    ] as const) {
      test(`${screen} says what to do`, async ({ browser }) => {
        const a = await VisitorPage.open(browser, deployment.origin, {
          size,
          before: getUserMediaFails(error),
        });
        await a.start();
        await a.expectState("media-error");
        await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(words);
        await shoot(a, screen);
        a.expectNoComplaint();
        await a.close();
      });
    }

    test("a server that is away is reported", async ({ browser }) => {
      const lonely = await startDeployment("all-in-one", { web: true });
      const a = await VisitorPage.open(browser, lonely.origin, { size });
      await a.start();
      await a.expectState("searching");
      // The code of the screens must be loaded before the server that serves it is away.
      await expect(a.page.getByRole("heading", { level: 1 })).toHaveText("Looking for someone");
      await expect.poll(async () => (await census(lonely)).online).toBe(1);
      const stopping = lonely.stop();
      await a.expectState("reconnecting");
      await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(
        "The server is restarting",
      );
      await shoot(a, "server-restarting");
      await stopping;
      await a.expectState("unavailable");
      await shoot(a, "server-away");
      await a.close();
    });
  });
}
