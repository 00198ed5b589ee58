// A visitor without a network path finds out before a search, costs no partner any time, and reads the reason.
// SPDX-License-Identifier: MIT
import { expect, test } from "@playwright/test";
import { type Coturn, NEXT_TURN_SECRET, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

const SMALL = { width: 480, height: 360 };
const BLOCKED = "Video calls aren’t getting through";

test.describe("a visitor who can reach nobody", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(() => deployment.stop());

  for (const [why, before] of [
    [
      "because the browser makes no connection",
      "window.RTCPeerConnection = class { constructor() { throw new DOMException('no', 'NotSupportedError'); } };",
    ],
    ["because the browser finds no candidate", "window.__deadAfter = 0; DEAD"],
    [
      "because the browser reports no candidates",
      "Object.defineProperty(RTCPeerConnection.prototype, 'onicecandidate', { set() {} });",
    ],
  ] as const) {
    test(`is notified instead of searching, ${why}`, async ({ browser }) => {
      const waiting = await VisitorPage.open(browser, deployment.origin, {
        size: SMALL,
        before: LISTEN,
      });
      await waiting.start();
      await waiting.expectState("searching");
      const a = await VisitorPage.open(browser, deployment.origin, {
        size: SMALL,
        before: before.replace("DEAD", DEAD),
      });
      await a.start();
      await a.expectState("no-video");
      await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(BLOCKED);
      expect((await receivedBy(waiting)).map(([type]) => type)).not.toContain("matched");

      await a.page.getByRole("button", { name: "Continue by text" }).click();
      await expect(a.page.getByRole("radio", { name: "Text" })).toBeChecked();
      await a.page.getByRole("button", { name: "Start" }).click();
      await a.expectState("searching");
      a.expectNoComplaint();
      await Promise.all([waiting.close(), a.close()]);
    });
  }

  test("releases each partner at once, and stops after three of them", async ({ browser }) => {
    test.setTimeout(120_000);
    // Only the first connection, which tests for candidates, has any.
    const a = await VisitorPage.open(browser, deployment.origin, {
      size: SMALL,
      before: `window.__deadAfter = 1; ${DEAD}`,
    });
    for (let i = 0; i < 3; i++) {
      const partner = await VisitorPage.open(browser, deployment.origin, {
        size: SMALL,
        before: LISTEN,
      });
      await partner.start();
      // The partner is in the queue before the other searches: the finder answers, on another connection than its first.
      await expect
        .poll(async () => (await receivedBy(partner)).map(([type]) => type))
        .toContain("queued");
      if (i === 0) await a.start();
      else await a.page.getByRole("button", { name: "Next" }).click();
      await expect
        .poll(async () => (await receivedBy(partner)).map(([type]) => type))
        .toContain("partner_left");
      const at = new Map(await receivedBy(partner));
      // About 100 ms on an idle machine; without the early notice it took 9 s and more.
      expect((at.get("partner_left") ?? 0) - (at.get("matched") ?? 0)).toBeLessThan(5_000);
      await partner.expectState("searching");
      partner.expectNoComplaint();
      await partner.close();
      if (i < 2) await a.page.getByRole("button", { name: "Wait" }).click();
    }
    await a.expectState("no-video");
    await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(BLOCKED);
    a.expectNoComplaint();
    await a.close();
  });
});

test.describe("a relay that refuses", () => {
  let coturn: Coturn | undefined;
  let deployment: Deployment | undefined;
  const start = async (shield: "always" | "off") => {
    coturn = await startCoturn("loopback.conf");
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: {
        NEXUS_ICE_TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`,
        NEXUS_ICE_TURN_SECRETS: NEXT_TURN_SECRET, // coturn has TURN_SECRET
        NEXUS_ICE_SHIELD: shield,
      },
    });
    return deployment;
  };
  test.afterEach(async () => {
    await deployment?.stop();
    await coturn?.stop();
  });

  test("is reported to the visitor before the first search, and to the operator", async ({
    browser,
  }) => {
    expect(TURN_SECRET).not.toBe(NEXT_TURN_SECRET);
    const { origin, processes } = await start("always");
    const a = await VisitorPage.open(browser, origin, { size: SMALL });
    await a.start();
    await a.expectState("no-video");
    await expect(a.page.getByRole("heading", { level: 1 })).toHaveText(
      "The relay isn’t accepting calls",
    );
    await expect
      .poll(() => logOf(processes))
      .toMatch(/calls_failed outcome=no_relay count=1 code=401 why=.*ice\.turn_secrets/);
    await a.close();
  });

  test("is reported where only a relay could have connected two visitors", async ({ browser }) => {
    const { origin, processes } = await start("off");
    const a = await VisitorPage.open(browser, origin, {
      size: SMALL,
      before: `window.__deadAfter = 1; ${DEAD_BUT_FOR_RELAYS}`,
    });
    const b = await VisitorPage.open(browser, origin, { size: SMALL });
    await b.start();
    await b.expectState("searching");
    await a.start();
    await a.expectState("partner-left");
    await expect(a.page.getByText("this site’s relay isn’t accepting calls")).toBeVisible();
    await expect
      .poll(() => logOf(processes))
      .toMatch(/calls_failed outcome=no_relay count=1 code=401/);
    await Promise.all([a.close(), b.close()]);
  });
});

/** Connections after the first `__deadAfter` find no candidate: they may use relays only, and the site has none. */
const DEAD = deadWith("iceServers: [],");
/** The same with the relays that the site has. */
const DEAD_BUT_FOR_RELAYS = deadWith("");

function deadWith(servers: string): string {
  return `{
    let made = 0;
    const Alive = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Alive {
      constructor(configuration) {
        const dead = made++ >= window.__deadAfter;
        super(dead ? { ...configuration, ${servers} iceTransportPolicy: "relay" } : configuration);
      }
    };
  }`;
}

const LISTEN = `{
  window.__received = [];
  const Quiet = window.WebSocket;
  window.WebSocket = class extends Quiet {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => window.__received.push([JSON.parse(data).type, performance.now()]));
    }
  };
}`;

const logOf = (processes: Deployment["processes"]) => processes.map(({ log }) => log).join("");

/** Types of the messages that the server has sent to this page, each with its time. */
function receivedBy({ page }: VisitorPage): Promise<[string, number][]> {
  return page.evaluate(() => (window as unknown as { __received: [string, number][] }).__received);
}
