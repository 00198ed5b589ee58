import { expect, test } from "@playwright/test";
import { type ProxiedDeployment, startProxied } from "../support/nginx.ts";
import { VisitorPage } from "./visitor-page.ts";

test.describe("visitors in real browsers, many nodes behind nginx", () => {
  let site: ProxiedDeployment;
  test.beforeAll(async () => {
    site = await startProxied({ web: true });
  });
  test.afterAll(async () => {
    await site?.stop();
  });

  test("two see, hear and read each other over TLS", async ({ browser }) => {
    const a = await VisitorPage.open(browser, site.origin);
    const b = await VisitorPage.open(browser, site.origin);
    const sockets: string[] = [];
    a.page.on("websocket", (socket) => sockets.push(socket.url()));
    await a.start();
    await a.expectState("searching");
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    await Promise.all([a.expectPartnersSound(), b.expectPartnersSound()]);
    await a.say("through the proxy");
    await b.expectLine("through the proxy");
    const { host } = new URL(site.origin);
    expect(sockets.at(-1)).toMatch(new RegExp(`^wss://${host}/s/signalling-[01]/v1/room$`));
    a.expectNoComplaint();
    b.expectNoComplaint();
    await Promise.all([a.close(), b.close()]);
  });
});
