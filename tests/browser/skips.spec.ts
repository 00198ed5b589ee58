import { type CDPSession, expect, test } from "@playwright/test";
import { type Deployment, NO_MESSAGE_LIMITS, startDeployment } from "../support/deployment.ts";
import { VisitorPage } from "./visitor-page.ts";

const SKIPS = 100;
/** A slow machine does fewer of them in this time, and a leak shows all the same. */
const WITHIN_MS = 45_000;
const LEAST = 20;
/** A second pair of eyes on what a page holds: connections, tracks, timers and listeners that outlive their use. */
const COUNT = `
  const held = { connections: 0, tracks: 0, timers: 0, listeners: 0, sockets: 0, cameraRequests: 0 };
  window.__held = held;
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...args) { super(...args); held.connections += 1; }
    close() { if (this.connectionState !== "closed") held.connections -= 1; super.close(); }
  };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      held.sockets += 1;
      this.addEventListener("close", () => { held.sockets -= 1; });
    }
  };
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (...args) {
    held.cameraRequests += 1;
    const stream = await getUserMedia.apply(this, args);
    held.tracks += stream.getTracks().length;
    return stream;
  };
  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function () { held.tracks += 1; return clone.call(this); };
  const intervals = new Set();
  const { setInterval: set, clearInterval: clear } = window;
  window.setInterval = (...args) => { const id = set(...args); intervals.add(id); held.timers = intervals.size; return id; };
  window.clearInterval = (id) => { clear(id); intervals.delete(id); held.timers = intervals.size; };
  for (const target of [window, document]) {
    const { addEventListener: add, removeEventListener: remove } = target;
    const seen = new Set();
    target.addEventListener = function (type, listener, ...rest) {
      const key = listener;
      if (!seen.has(key)) { seen.add(key); held.listeners += 1; }
      return add.call(this, type, listener, ...rest);
    };
    target.removeEventListener = function (type, listener, ...rest) {
      if (seen.delete(listener)) held.listeners -= 1;
      return remove.call(this, type, listener, ...rest);
    };
  }
`;

type Held = Readonly<
  Record<
    "connections" | "tracks" | "timers" | "listeners" | "sockets" | "cameraRequests",
    number
  >
>;

async function heldBy({ page }: VisitorPage): Promise<Held> {
  return page.evaluate(() => ({ ...(window as unknown as { __held: Held }).__held }));
}

/** Bytes that nothing can free. */
async function heap(cdp: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
  return (await cdp.send("Runtime.getHeapUsage")).usedSize;
}

test.describe("skip after skip", () => {
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

  test(`${SKIPS} skips, or as many as there is time for, leave nothing behind`, async ({ browser }) => {
    test.setTimeout(120_000);
    const small = { size: { width: 480, height: 360 }, before: SMALL_PICTURE };
    const a = await VisitorPage.open(browser, deployment.origin, { ...small, before: SMALL_PICTURE + COUNT });
    const b = await VisitorPage.open(browser, deployment.origin, { ...small, before: SMALL_PICTURE + NEXT_AT_ONCE });
    await b.start();
    await b.expectState("searching");
    await a.start();
    await a.expectPartnersPicture();

    const cdp = await a.context.newCDPSession(a.page);
    // The first ones fill caches and compile code.
    await skip(a, 10);
    const [before, heapBefore] = [await heldBy(a), await heap(cdp)];
    const started = Date.now();
    const done = await skip(a, SKIPS, WITHIN_MS);
    console.log(`${done} skips in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    expect(done).toBeGreaterThanOrEqual(LEAST);

    // What is made ahead of the next partner is made a while after; with it there are three connections at most.
    await a.expectPartnersPicture();
    await expect.poll(async () => (await heldBy(a)).connections).toBeLessThanOrEqual(3);
    const after = await heldBy(a);
    // The listeners of a link and of the one that is made ahead.
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 2);
    expect(after.timers).toBeLessThanOrEqual(before.timers + 1);
    expect({ ...after, connections: 0, listeners: 0, timers: 0 }).toEqual({
      ...before,
      connections: 0,
      listeners: 0,
      timers: 0,
    });
    expect(after.cameraRequests).toBe(1);
    expect(after.sockets).toBe(2);
    expect((await heap(cdp)) - heapBefore).toBeLessThan(2_000_000);

    await a.page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(async () => (await heldBy(a)).connections).toBe(0);
    await Promise.all([a.close(), b.close()]);
  });
});

/** Skips as soon as there is somebody to skip; gives how often, within the time. */
function skip({ page }: VisitorPage, times: number, withinMs = 30_000): Promise<number> {
  return page.evaluate(
    ([most, within]) =>
      new Promise<number>((resolve) => {
        const end = performance.now() + within;
        let done = 0;
        let before: MediaProvider | null = null;
        const look = () => {
          const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
          const stream = video?.srcObject ?? null;
          if (performance.now() > end) return resolve(done);
          if (stream && stream !== before) {
            if (done === most) return resolve(done);
            before = stream;
            done += 1;
            [...document.querySelectorAll("button")]
              .find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.includes("Skip"))
              ?.click();
          }
          setTimeout(look, 20);
        };
        look();
      }),
    [times, withinMs] as const,
  );
}

/** What this visitor sees of being skipped is not what is tested. */
const NEXT_AT_ONCE = `
  new MutationObserver(() => {
    if (document.querySelector('[data-state="partner-left"]')) {
      [...document.querySelectorAll("button")].find((one) => /Next/.test(one.textContent))?.click();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
`;
const SMALL_PICTURE = `
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function ({ audio, video }) {
    return open.call(this, { audio, video: video && { width: 160, height: 120, frameRate: 10 } });
  };
`;
