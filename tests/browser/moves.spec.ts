import { expect, test } from "@playwright/test";
import { type ProxiedDeployment, startProxied } from "../support/nginx.ts";
import { watchPicture } from "./picture-watch.ts";
import { VisitorPage } from "./visitor-page.ts";

/** Everything is as before the fault within 5 s on an idle machine. */
const NORMAL_WITHIN_MS = 30_000;
/** Well above the gap between two frames on a busy machine. */
const STILL_MAX_MS = 10_000;
const SELF_AWAY = "Lost the connection to the server. Reconnecting…";
const PARTNER_AWAY = "Stranger lost the connection. Waiting for them…";

/** The node that the page's latest room socket was opened to. */
function watchHome({ page }: VisitorPage): () => string {
  let home = "";
  page.on("websocket", (socket) => {
    home = /\/s\/([^/]+)\/v1\/room$/.exec(socket.url())?.[1] ?? home;
  });
  return () => home;
}

test.describe("a call whose home is lost", () => {
  let site: ProxiedDeployment;
  test.beforeEach(async () => {
    site = await startProxied({ web: true });
  });
  test.afterEach(async () => {
    await site?.stop();
  });

  for (const [name, signal] of [
    ["is killed", "SIGKILL"],
    ["shuts down cleanly", "SIGTERM"],
  ] as const) {
    test(`when it ${name}, picture and chat continue`, async ({ browser }) => {
      const a = await VisitorPage.open(browser, site.origin);
      const b = await VisitorPage.open(browser, site.origin);
      const homes = [watchHome(a), watchHome(b)];
      await a.start();
      await a.expectState("searching");
      await b.start();
      await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
      const [lost] = homes.map((home) => home());
      const node = site.nodes.find((one) => one.name === lost);
      if (!node) throw new Error(`the room is at ${lost}`);
      const stops = [await watchPicture(a), await watchPicture(b)];

      const lostAt = Date.now();
      node.program.signal(signal);
      await a.say("from A meanwhile");
      await b.say("from B meanwhile");
      const within = { timeout: NORMAL_WITHIN_MS };
      await Promise.all([
        expect(a.line("from A meanwhile").getByText("Delivered")).toBeVisible(within),
        expect(b.line("from B meanwhile").getByText("Delivered")).toBeVisible(within),
      ]);
      for (const { page } of [a, b]) {
        await expect(page.getByText(SELF_AWAY)).toHaveCount(0, within);
        await expect(page.getByText(PARTNER_AWAY)).toHaveCount(0, within);
      }
      const normalMs = Date.now() - lostAt;
      for (const visitor of [a, b]) {
        for (const text of ["from A meanwhile", "from B meanwhile"]) {
          await expect(visitor.line(text)).toHaveCount(1);
        }
      }
      const still = Math.max(...(await Promise.all(stops.map((stop) => stop()))));
      console.log(`${signal}: normal after ${normalMs} ms; longest still picture ${still} ms`);
      expect(homes[0]?.()).not.toBe(lost);
      expect(homes[1]?.()).toBe(homes[0]?.());
      expect(normalMs).toBeLessThan(NORMAL_WITHIN_MS);
      expect(still).toBeLessThan(STILL_MAX_MS);
      await Promise.all([a.expectState("talking"), b.expectState("talking")]);
      await a.say("and on");
      await b.expectLine("and on");
      await Promise.all([a.close(), b.close()]);
    });
  }
});
