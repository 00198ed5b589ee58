// A visitor that skips sends a pre-generated answer with its search. The initiator uses it before any room message
// arrives, and no call relies on it.
// SPDX-License-Identifier: MIT
import { type Browser, expect, test } from "@playwright/test";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { type VisitorOptions, VisitorPage } from "./visitor-page.ts";

const SMALL = { size: { width: 480, height: 360 } };
type Incoming = NonNullable<VisitorOptions["incoming"]>;
type Message = Readonly<Record<string, unknown>> & { readonly type: string };

test.describe("a pre-generated answer", () => {
  let deployment: Deployment;
  test.beforeAll(async () => {
    deployment = await startDeployment("all-in-one", { web: true });
  });
  test.afterAll(async () => {
    await deployment.stop();
  });

  /** One visitor skips to a third, who waits with `options`. Returns both. */
  const skipTo = async (
    browser: Browser,
    options: Omit<VisitorOptions, "size">,
    waits: "seen" | "heard" = "seen",
  ) => {
    const { origin } = deployment;
    const [skipper, left] = [
      await VisitorPage.open(browser, origin, SMALL),
      await VisitorPage.open(browser, origin, SMALL),
    ];
    await left.start();
    await left.expectState("searching");
    await skipper.start();
    await skipper.expectPartnersPicture();
    // The partner's connection, and the two that are pre-generated for the next partner.
    await expect.poll(() => skipper.openConnections()).toBe(3);
    await expect.poll(() => skipper.page.evaluate(READY)).toBe(true);
    const waiting = await VisitorPage.open(browser, origin, { ...SMALL, ...options });
    await waiting.start();
    await waiting.expectState("searching");
    await expect.poll(() => waiting.page.evaluate(OFFERS)).toBe(true);
    await waiting.page.waitForTimeout(2_500); // until the server has the offer for sure
    await skipper.page.getByRole("button", { name: /^Skip/ }).click();
    await waiting.expectPartnersPicture();
    if (waits === "seen") await skipper.expectPartnersPicture();
    else await skipper.expectState("talking");
    for (const one of [skipper, left, waiting]) one.expectNoComplaint();
    return {
      skipper,
      waiting,
      close: () => Promise.all([skipper, left, waiting].map((one) => one.close())),
    };
  };

  const onMatch = (as: (matched: Message) => Message): Incoming => ({
    on: "/v1/match",
    as: (text) => {
      const message = JSON.parse(text) as Message;
      return message.type === "matched" ? JSON.stringify(as(message)) : text;
    },
  });

  test("is all that the initiator needs", async ({ browser }) => {
    let dropped = 0;
    const incoming: Incoming = {
      on: "/v1/room",
      as: (text) => {
        const { type } = JSON.parse(text) as Message;
        if (type === "description" || type === "candidates") dropped += 1;
        return type === "description" || type === "candidates" ? null : text;
      },
    };
    const { waiting, close } = await skipTo(browser, { incoming, before: COUNT_CONNECTIONS });
    expect(dropped).toBeGreaterThan(0);
    expect(await neededOf(waiting)).toBe(1);
    await close();
  });

  test("that is lost is replaced by the description from the room", async ({ browser }) => {
    let had: unknown;
    const incoming = onMatch(({ answer, ...rest }) => {
      had = answer;
      return rest;
    });
    const { close } = await skipTo(browser, { incoming });
    expect(had).toMatch(/^a=x-nexuschat-answers:~/m);
    await close();
  });

  test("that no connection stands behind leads to another connection", async ({ browser }) => {
    // As if from another connection, with keys that nobody has.
    const incoming = onMatch(({ answer, ...rest }) => ({
      ...rest,
      answer: String(answer)
        .replace(/^o=- \d+/m, "o=- 7")
        .replace(/^a=ice-pwd:.*$/gm, "a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa")
        .replace(/^(a=fingerprint:sha-256 ).*$/gm, `$1${Array(32).fill("AA").join(":")}`),
    }));
    const { waiting, close } = await skipTo(browser, { incoming, before: COUNT_CONNECTIONS });
    expect(await neededOf(waiting)).toBe(2);
    await close();
  });

  test("is ignored by an initiator whose offer has other media", async ({ browser }) => {
    let had: unknown;
    const incoming = onMatch((matched) => {
      had = matched["answer"];
      return matched;
    });
    const { skipper, waiting, close } = await skipTo(browser, {
      incoming,
      before: ONE_MORE_MEDIUM,
    });
    expect(had).toBeDefined();
    await Promise.all([skipper.expectPartnersSound(), waiting.expectPartnersSound()]);
    await close();
  });

  test("does not silence a partner without a camera", async ({ browser }) => {
    const { skipper, close } = await skipTo(browser, { before: MICROPHONE_ALONE }, "heard");
    await skipper.expectPartnersSound();
    // An element that waits for a picture that never arrives plays no sound either.
    await expect
      .poll(() =>
        skipper.page.evaluate(`document.querySelector('[data-testid="remote-video"]').currentTime`),
      )
      .toBeGreaterThan(1);
    await close();
  });
});

const connections = `window.__connections.filter((one) => one.connectionState !== "closed")`;
/** A connection that has answered and gathered, without a partner yet. */
const READY = `${connections}.some((one) => one.signalingState === "stable" && one.connectionState === "new" && one.iceGatheringState === "complete")`;
const OFFERS = `${connections}.some((one) => one.signalingState === "have-local-offer" && one.iceGatheringState === "complete")`;
/** Counts the connections up to the first that connected. */
const COUNT_CONNECTIONS = `{
  let count = 0;
  const Watched = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Watched {
    constructor(...args) {
      super(...args);
      count += 1;
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState === "connected") window.__needed ??= count;
      });
    }
  };
}`;
const neededOf = (one: VisitorPage) => one.page.evaluate("window.__needed");
/** Its offer has a data channel, too. */
const ONE_MORE_MEDIUM = `{
  const Watched = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Watched {
    constructor(...args) { super(...args); this.createDataChannel("more"); }
  };
}`;
const MICROPHONE_ALONE = `{
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wanted) {
    return open.call(this, { ...wanted, video: false });
  };
}`;
