// Partner after partner leaves nothing behind. Further tests show that the check notices each kind of leak.
// SPDX-License-Identifier: MIT
import { type Browser, type CDPSession, expect, test } from "@playwright/test";
import { SUBPROTOCOL } from "../../clients/js/src/protocol.ts";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { COUNT_TIMERS, grown, type Holdings, holdings, type Kind } from "./holdings.ts";
import { NEXT_AT_ONCE, SMALL_PICTURE } from "./page-scripts.ts";
import { VisitorPage } from "./visitor-page.ts";

/** NEXUS_SKIPS=100 for the long form. */
const SKIPS = Number(process.env["NEXUS_SKIPS"] ?? 30);

test.describe("skip after skip", () => {
  test.setTimeout(60_000 + SKIPS * 4_000);
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: { ...NO_MESSAGE_LIMITS, NEXUS_MATCHING_RECENT_MINUTES: "0" },
    });
  });
  test.afterAll(async () => {
    await deployment.stop();
  });

  /** Two visitors in a conversation; the test measures the first, and the second searches again after every skip. */
  const meet = async (browser: Browser) => {
    const small = { size: { width: 480, height: 360 } };
    const a = await VisitorPage.open(browser, deployment.origin, {
      ...small,
      before: SMALL_PICTURE + COUNT_CAMERA_REQUESTS + COUNT_TIMERS,
    });
    const b = await VisitorPage.open(browser, deployment.origin, {
      ...small,
      before: SMALL_PICTURE + NEXT_AT_ONCE,
    });
    await b.start();
    await b.expectState("searching");
    await a.start();
    await a.expectPartnersPicture();
    return { a, b, cdp: await a.context.newCDPSession(a.page) };
  };

  test(`${SKIPS} skips leave nothing behind`, async ({ browser }) => {
    const { a, b, cdp } = await meet(browser);
    // The first skips fill caches and compile code.
    await skip(a, 10);
    const before = await inConversation(a, cdp);
    const started = Date.now();
    await skip(a, SKIPS);
    const seconds = (Date.now() - started) / 1000;
    const after = await inConversation(a, cdp);
    console.log(
      `${SKIPS} skips in ${seconds.toFixed(1)} s\n  before ${listed(before)}\n  after  ${listed(after)}`,
    );
    expect(grown(before, after), `${listed(before)} -> ${listed(after)}`).toEqual([]);
    expect(after.sockets).toBe(2);
    expect(
      await a.page.evaluate(
        () => (window as unknown as { __cameraRequests: number }).__cameraRequests,
      ),
    ).toBe(1);

    await a.page.getByRole("button", { name: "Stop" }).click();
    await expect
      .poll(async () => {
        const { connections, tracks, sockets } = await holdings(cdp);
        return { connections, tracks, sockets };
      })
      .toMatchObject({ connections: 0, tracks: 0 });
    await Promise.all([a.close(), b.close()]);
  });

  test("every kind of leak is noticed", async ({ browser }) => {
    const { a, b, cdp } = await meet(browser);
    await skip(a, 3);
    for (const [what, { leak, kinds }] of Object.entries(LEAKS)) {
      const before = await inConversation(a, cdp);
      await a.page.evaluate(`{ window.__kept ??= []; for (let i = 0; i < 20; i++) { ${leak} } }`);
      const after = await holdings(cdp);
      expect(grown(before, after), `${what}: ${listed(before)} -> ${listed(after)}`).toEqual(kinds);
      // Ends and forgets them before the next kind.
      await a.page.evaluate(
        "for (const one of window.__kept) (one.close ?? one.stop)?.call(one); window.__kept = [];",
      );
    }
    await Promise.all([a.close(), b.close()]);
  });

  test("a page that does not close its connections is noticed by skipping", async ({ browser }) => {
    const { a, b, cdp } = await meet(browser);
    const before = await inConversation(a, cdp);
    await a.page.evaluate(
      "window.__kept = []; RTCPeerConnection.prototype.close = function () { window.__kept.push(this); }",
    );
    await skip(a, 10);
    expect(grown(before, await holdings(cdp))).toContain("connections");
    await Promise.all([a.close(), b.close()]);
  });
});

/** One leak of each kind, which the page keeps for good, and the kinds that must grow. */
const LEAKS: Readonly<Record<string, { readonly leak: string; readonly kinds: readonly Kind[] }>> =
  {
    "an open connection": {
      leak: "__kept.push(new RTCPeerConnection());",
      kinds: ["connections", "objects"],
    },
    "a closed connection": {
      leak: "const one = new RTCPeerConnection(); one.close(); __kept.push(one);",
      kinds: ["objects"],
    },
    "a live track": {
      leak: `__kept.push(document.querySelector('[data-testid="local-video"]').srcObject.getVideoTracks()[0].clone());`,
      kinds: ["tracks", "objects"],
    },
    "an open socket": {
      // The server closes a socket of another protocol.
      leak: `__kept.push(new WebSocket(location.origin.replace("http", "ws") + "/v1/match", "${SUBPROTOCOL}"));`,
      kinds: ["sockets", "objects"],
    },
    "a listener": {
      leak: "addEventListener('resize', () => i);",
      kinds: ["listeners"],
    },
    "a part of the page": {
      leak: "__kept.push(document.createElement('p'));",
      kinds: ["nodes"],
    },
    "a timer": {
      leak: "setInterval(() => i, 1_000_000);",
      kinds: ["timers"],
    },
    memory: {
      leak: "__kept.push(new Array(20_000).fill(i + 0.5));",
      kinds: ["heapBytes"],
    },
  };

/** Measures at comparable moments: a partner's picture plays, and the next offer is ready. */
async function inConversation(a: VisitorPage, cdp: CDPSession): Promise<Holdings> {
  await a.expectPartnersPicture();
  // The partner's connection, and the two that are pre-generated for the next partner.
  await expect.poll(() => a.openConnections()).toBe(3);
  return holdings(cdp);
}

function listed(held: Holdings): string {
  return Object.entries(held)
    .map(([kind, many]) => `${kind} ${many}`)
    .join(", ");
}

/** Skips as soon as there is a partner, and ends when the last one's picture plays. */
function skip({ page }: VisitorPage, times: number): Promise<void> {
  return page.evaluate(
    (most) =>
      new Promise<void>((resolve) => {
        let done = 0;
        let before: MediaProvider | null = null;
        const press = () =>
          [...document.querySelectorAll("button")]
            .find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.includes("Skip"))
            ?.click();
        const look = () => {
          const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
          const stream = video?.srcObject ?? null;
          if (stream && stream !== before) {
            if (done === most) return resolve();
            before = stream;
            done += 1;
          }
          // A press right after a match does not count; after one that counts, the loop waits for the next partner.
          if (stream && stream === before) press();
          setTimeout(look, 20);
        };
        look();
      }),
    times,
  );
}

const COUNT_CAMERA_REQUESTS = `{
  window.__cameraRequests = 0;
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (...args) {
    window.__cameraRequests += 1;
    return open.apply(this, args);
  };
}`;
