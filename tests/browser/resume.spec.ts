import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { watchPicture } from "./picture-watch.ts";
import { PHONE, VisitorPage } from "./visitor-page.ts";

const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const ROOM = "/v1/room";
/** Enough for the page to repeat failed attempts; far above the gap between two frames on a busy machine. */
const AWAY_MS = 5_000;

const SELF_AWAY = "Lost the connection to the server. Reconnecting…";
const PARTNER_AWAY = "Stranger lost the connection. Waiting for them…";

test.describe("a call whose room socket breaks", () => {
  let deployment: Deployment;
  let proxy: TcpProxy;
  let a: VisitorPage;
  let b: VisitorPage;

  test.beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    deployment = await startDeployment("all-in-one", { web: true });
    proxy = await TcpProxy.open(Number(new URL(deployment.origin).port));
  });
  test.afterAll(async () => {
    proxy?.close();
    await deployment?.stop();
  });
  /** Only A connects through the proxy. */
  test.beforeEach(async ({ browser }) => {
    a = await VisitorPage.open(browser, proxy.origin);
    b = await VisitorPage.open(browser, deployment.origin, { size: PHONE });
    await a.start();
    await a.expectState("searching");
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  });
  test.afterEach(async () => {
    proxy.mend();
    await Promise.all([a.close(), b.close()]);
  });

  const expectOnce = async (visitor: VisitorPage, ...texts: string[]): Promise<void> => {
    for (const text of texts) {
      await visitor.expectLine(text);
      await expect(visitor.line(text)).toHaveCount(1);
    }
  };

  test("the picture continues, messages typed meanwhile arrive once, and the notice disappears", async () => {
    const stops = [await watchPicture(a), await watchPicture(b)];
    const cutAt = Date.now();
    expect(proxy.cutOff(ROOM)).toBe(1);
    await Promise.all([
      expect(a.page.getByRole("status").getByText(SELF_AWAY)).toBeVisible(),
      expect(b.page.getByRole("status").getByText(PARTNER_AWAY)).toBeVisible(),
    ]);
    await a.say("from who is away");
    await b.say("to who is away");
    for (const [visitor, name] of [
      [a, "self-away"],
      [b, "partner-away"],
    ] as const) {
      await visitor.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    }
    await a.page.waitForTimeout(Math.max(0, cutAt + AWAY_MS - Date.now()));
    await expect(a.line("to who is away")).toHaveCount(0);
    await expect(b.line("from who is away")).toHaveCount(0);
    await Promise.all([a.expectState("talking"), b.expectState("talking")]);

    proxy.mend();
    const mendedAt = Date.now();
    await Promise.all([
      expect(a.page.getByText(SELF_AWAY)).toHaveCount(0),
      expect(b.page.getByText(PARTNER_AWAY)).toHaveCount(0),
    ]);
    const backMs = Date.now() - mendedAt;
    await Promise.all([
      expectOnce(a, "to who is away", "from who is away"),
      expectOnce(b, "from who is away", "to who is away"),
      expect(a.line("from who is away").getByText("Delivered")).toBeVisible(),
      expect(b.line("to who is away").getByText("Delivered")).toBeVisible(),
    ]);
    await a.say("and on");
    await expectOnce(b, "and on");
    const still = await Promise.all(stops.map((stop) => stop()));
    console.log(`back after ${backMs} ms; longest still picture ${Math.max(...still)} ms`);
    expect(Math.max(...still)).toBeLessThan(AWAY_MS);
    // The call's own connection, and up to two that are pre-generated for the next partner.
    expect(await a.openConnections()).toBeLessThanOrEqual(3);
  });

  test("five drops in a row: every line arrives once, in order", async () => {
    const sent: string[] = [];
    for (let i = 0; i < 5; ++i) {
      await a.say(`A ${i} before`);
      expect(proxy.cut(ROOM)).toBe(1);
      await a.say(`A ${i} after`);
      sent.push(`A ${i} before`, `A ${i} after`);
      await expect(a.page.getByText(SELF_AWAY)).toHaveCount(0);
      await expectOnce(b, ...sent.slice(-2));
    }
    const texts = await b.page
      .getByRole("log", { name: "Messages" })
      .locator("li > p[dir]")
      .allInnerTexts();
    expect(texts.map((text) => text.replace(/^Stranger:\s*/, ""))).toEqual(sent);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  });

  test("a socket that only stalls gets time, without a notice", async () => {
    // Opens the chats, so that little happens until the socket flows again: a page replaces one that is silent for long.
    await Promise.all([a.say("into the light"), b.say("out of the light")]);
    proxy.stall(ROOM);
    await a.say("from a tunnel");
    await b.say("into a tunnel");
    await a.page.waitForTimeout(AWAY_MS);
    await expect(b.line("from a tunnel")).toHaveCount(0);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    proxy.flow(ROOM);
    await Promise.all([expectOnce(a, "into a tunnel"), expectOnce(b, "from a tunnel")]);
  });

  test("a dead socket is replaced, and messages sent through it arrive once", async () => {
    test.setTimeout(120_000);
    // The proxy holds back the answer to the message; the message itself arrives.
    proxy.stall(ROOM, "answers");
    await a.say("did you get this?");
    await expectOnce(b, "did you get this?");
    await expect(a.line("did you get this?").getByText("Delivered")).toBeVisible({
      timeout: 20_000,
    });
    await a.say("the last word");
    await b.say("I did");
    await Promise.all([
      expectOnce(b, "did you get this?", "the last word"),
      expectOnce(a, "I did"),
    ]);
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
  });
});
