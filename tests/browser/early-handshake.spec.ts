// Browsers may begin the DTLS handshake inside the first ICE check (SPED). Descriptions made before the match must survive that.
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { HEADLESS_SHELL } from "./chromium.ts";
import { NEXT_AT_ONCE, SMALL_PICTURE } from "./page-scripts.ts";
import { VisitorPage } from "./visitor-page.ts";

const SKIPS = 10;

test.use({
  launchOptions: {
    ...HEADLESS_SHELL,
    args: [...HEADLESS_SHELL.args, "--force-fieldtrials=WebRTC-IceHandshakeDtls/Enabled/"],
  },
});

test.describe("a browser whose DTLS handshake is part of the first ICE check", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", {
      web: true,
      settings: { ...NO_MESSAGE_LIMITS, NEXUS_MATCHING_RECENT_MINUTES: "0" },
    });
  });
  test.afterAll(() => deployment.stop());

  /** One visitor skips from the second to the third and back. Returns the milliseconds to each partner's picture. */
  const skipBetweenTwo = async (browser: Browser, before: string) => {
    const open = (more: string) =>
      VisitorPage.open(browser, deployment.origin, {
        size: { width: 480, height: 360 },
        before: SMALL_PICTURE + before + more,
      });
    const [skipper, first, second] = [
      await open(""),
      await open(NEXT_AT_ONCE),
      await open(NEXT_AT_ONCE),
    ];
    const others = [first, second];
    await first.start();
    await first.expectState("searching");
    await skipper.start();
    await skipper.expectPartnersPicture();
    await second.start();
    const took: number[] = [];
    for (let skip = 0; skip < SKIPS; skip++) {
      // The next partner waits with an offer, and the skipper has its pre-generated answer.
      await expect
        .poll(() => Promise.all(others.map((one) => one.page.evaluate(OFFERS))))
        .toContain(true);
      await expect.poll(() => skipper.openConnections()).toBe(3);
      await expect.poll(() => skipper.page.evaluate(READY)).toBe(true);
      took.push(Math.round(await skipper.timeOfSkip()));
    }
    await skipper.expectPartnersPicture();
    for (const one of [skipper, ...others]) {
      one.expectNoComplaint();
      await one.close();
    }
    return took;
  };

  for (const [name, before] of [
    ["", ""],
    [" where the page cannot know it in advance", "HIDE"],
  ] as const) {
    test(`sees a face after each of ${SKIPS} skips${name}`, async ({ browser }) => {
      test.setTimeout(240_000);
      const took = await skipBetweenTwo(browser, before && HIDE_EARLY_HANDSHAKE);
      console.log(`${SKIPS} skips with the handshake in the checks${name}: ${took.join(", ")} ms`);
      expect(took).toHaveLength(SKIPS);
    });
  }
});

const live = `window.__connections.filter((one) => one.connectionState !== "closed")`;
const OFFERS = `document.querySelector('[data-state="searching"]') !== null &&
  ${live}.some((one) => one.signalingState === "have-local-offer" && one.iceGatheringState === "complete")`;
/** A pre-generated answer, or a connection that is at hand to answer with. */
const READY = `${live}.some((one) => one.signalingState === "stable" && one.iceConnectionState === "new")`;
/** A browser that does not reveal its early handshake before there is a path. */
const HIDE_EARLY_HANDSHAKE = `{
  const { get } = Object.getOwnPropertyDescriptor(RTCDtlsTransport.prototype, "state");
  Object.defineProperty(RTCDtlsTransport.prototype, "state", {
    get() { return this.iceTransport.state === "new" ? "new" : get.call(this); },
  });
}`;
