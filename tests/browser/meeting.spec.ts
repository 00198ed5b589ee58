import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { WHOLE } from "./chromium.ts";
import { FULL_SIZE, VisitorPage } from "./visitor-page.ts";

for (const [kind, link, isWhole] of [
  ["all-in-one", "native", true],
  ["split", "native", false],
  ["all-in-one", "simple-peer", false],
] as const) {
  // For two: four such pages take more than two cores have.
  const shown = isWhole ? FULL_SIZE : {};
  const tag = isWhole ? [WHOLE] : [];
  test.describe(`visitors in real browsers, ${kind}, ${link} links`, { tag }, () => {
    let deployment: Deployment;
    test.beforeAll(async () => {
      deployment = await startDeployment(kind, {
        web: true,
        settings: { NEXUS_WEB_PEER_LINK: link },
      });
    });
    test.afterAll(async () => {
      await deployment.stop();
    });

    test("two see, hear and read each other", async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin, shown);
      const b = await VisitorPage.open(browser, deployment.origin, shown);
      await a.start();
      await a.expectState("searching");
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);

      await a.say("hello there");
      await b.expectLine("hello there");
      await b.say("<b>hi</b> & welcome");
      await a.expectLine("<b>hi</b> & welcome");

      expect(await a.page.evaluate(LOADED_LINKS)).toEqual([
        `${link}-peer-link`.replace("peer-peer", "peer"),
      ]);
      a.expectNoComplaint();
      b.expectNoComplaint();
      await Promise.all([a.close(), b.close()]);
    });

    test("a skip finds another partner, and the camera is requested once", async ({ browser }) => {
      const visitors = await Promise.all(
        [0, 1, 2, 3].map(() =>
          VisitorPage.open(browser, deployment.origin, { before: COUNT_CAMERA_REQUESTS }),
        ),
      );
      const [a, b, c, d] = visitors as [VisitorPage, VisitorPage, VisitorPage, VisitorPage];
      await a.start();
      await a.expectState("searching");
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      await a.say("I am A");
      await b.expectLine("I am A");

      await c.start();
      await c.expectState("searching");
      // B sees the reason for three seconds only, so the check starts before the skip.
      // biome-ignore lint/correctness/noPlaywrightMissingAwait: awaited after the press that causes it.
      const bSeesReason = expect(b.page.getByText("Stranger moved on").first()).toBeVisible();
      await a.skip();
      await bSeesReason;
      await Promise.all([a.expectPartnersPicture(), c.expectPartnersPicture()]);
      await c.say("I am C");
      await a.expectLine("I am C");
      await expect(a.page.getByText("I am A")).toHaveCount(0);

      await d.start();
      await Promise.all([b.expectPartnersPicture(), d.expectPartnersPicture()]);
      // The partner's connection, and the two that are pre-generated for the next partner.
      expect(await a.openConnections()).toBeLessThanOrEqual(3);
      expect(await a.page.evaluate("window.__cameraRequests")).toBe(1);
      for (const visitor of visitors) visitor.expectNoComplaint();
      await Promise.all(visitors.map((visitor) => visitor.close()));
    });

    test("the partner is notified when a tab is closed", async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin);
      const b = await VisitorPage.open(browser, deployment.origin);
      await a.start();
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      await b.page.close();
      await a.expectState("partner-left");
      await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(/Stranger/);
      await Promise.all([a.close(), b.close()]);
    });

    test("two talk by text only, without a camera", async ({ browser }) => {
      const a = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA });
      const b = await VisitorPage.open(browser, deployment.origin, { before: NO_CAMERA });
      await a.start("Text");
      await b.start("Text");
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await a.say("by text");
      await b.expectLine("by text");
      expect(await a.openConnections()).toBe(0);

      // Tall characters and stacked marks stay within their bubble.
      await a.say(`tall${"\nline".repeat(200)}`);
      const bubble = b.line("tall").locator("p").first();
      const height = async () => (await bubble.boundingBox())?.height ?? 0;
      await expect.poll(height).toBeGreaterThan(100);
      expect(await height()).toBeLessThan(400);
      await expect(bubble).toHaveCSS("overflow-y", /^(clip|hidden)$/);
      await b.page.getByRole("button", { name: "Show all" }).click();
      await expect.poll(height).toBeGreaterThan(2_000);
      await Promise.all([a.close(), b.close()]);
    });
  });
}

/** The implementations of PeerLink that the page has loaded. */
const LOADED_LINKS = `performance.getEntriesByType("resource")
  .map(({ name }) => /(native-peer-link|simple-peer-link)-[^/]*\\.js$/.exec(name)?.[1])
  .filter((name) => name !== undefined)`;

const COUNT_CAMERA_REQUESTS = `
  window.__cameraRequests = 0;
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (...args) => { window.__cameraRequests += 1; return original(...args); };
`;
const NO_CAMERA = `
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
`;
