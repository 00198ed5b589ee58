// What a page holds, and what of it grew: the eyes of the test that nothing is left behind.
// SPDX-License-Identifier: MIT
import type { CDPSession } from "@playwright/test";

/** Counted by the browser itself, after the rubbish is collected: no hook in the page could be told otherwise. */
export interface Holdings {
  /** In use. */
  readonly connections: number;
  readonly tracks: number;
  readonly sockets: number;
  /** Of these three, all that something still refers to, closed or not. */
  readonly objects: number;
  readonly listeners: number;
  readonly nodes: number;
  readonly heapBytes: number;
  /** That run on, as COUNT_TIMERS counts them. */
  readonly timers: number;
}

export type Kind = keyof Holdings;

/**
 * By how much each may differ between two moments that are alike: what tooltips, timers of a second and caches come to.
 * One thing for each of twenty skips is more than any of them.
 */
const SLACK: Holdings = {
  connections: 0,
  tracks: 0,
  sockets: 0,
  objects: 6,
  listeners: 8,
  nodes: 15,
  heapBytes: 1_000_000,
  timers: 1,
};

/** The kinds of which there is more than before. */
export function grown(before: Holdings, after: Holdings): readonly Kind[] {
  return (Object.keys(SLACK) as Kind[]).filter((kind) => after[kind] - before[kind] > SLACK[kind]);
}

/** To run in the page before the app: intervals are the one thing that no browser counts. */
export const COUNT_TIMERS = `{
  const running = new Set();
  window.__timers = running;
  const { setInterval, clearInterval } = window;
  window.setInterval = (...args) => { const id = setInterval(...args); running.add(id); return id; };
  window.clearInterval = (id) => { clearInterval(id); running.delete(id); };
}`;

const GROUP = "holdings";

/** Of those that inherit from EventTarget itself: what exists of a class, however often the page has derived from it. */
async function existing(cdp: CDPSession, name: string, inUse: string): Promise<{ all: number; live: number }> {
  const { result } = await cdp.send("Runtime.evaluate", {
    expression: `{
      let own = ${name}.prototype;
      while (Object.getPrototypeOf(own) !== EventTarget.prototype) own = Object.getPrototypeOf(own);
      own;
    }`,
    objectGroup: GROUP,
  });
  const { objects } = await cdp.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
    objectGroup: GROUP,
  });
  const { result: counted } = await cdp.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    // A prototype is found too, and has no state.
    functionDeclaration: `function () {
      let [all, live] = [0, 0];
      for (const one of this) {
        try {
          if (${inUse}) live += 1;
          all += 1;
        } catch {}
      }
      return { all, live };
    }`,
    returnByValue: true,
  });
  return counted.value;
}

export async function holdings(cdp: CDPSession): Promise<Holdings> {
  await cdp.send("Performance.enable");
  // What is freed by one round may be what held something until the next.
  for (let round = 0; round < 3; round++) await cdp.send("HeapProfiler.collectGarbage");
  const connections = await existing(cdp, "RTCPeerConnection", 'one.connectionState !== "closed"');
  const tracks = await existing(cdp, "MediaStreamTrack", 'one.readyState === "live"');
  const sockets = await existing(cdp, "WebSocket", "one.readyState < WebSocket.CLOSING");
  await cdp.send("Runtime.releaseObjectGroup", { objectGroup: GROUP });
  await cdp.send("HeapProfiler.collectGarbage");
  const { result: timers } = await cdp.send("Runtime.evaluate", { expression: "window.__timers.size" });
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => {
    const found = metrics.find((one) => one.name === name);
    if (!found) throw new Error(`this browser does not tell ${name}`);
    return found.value;
  };
  return {
    connections: connections.live,
    tracks: tracks.live,
    sockets: sockets.live,
    objects: connections.all + tracks.all + sockets.all,
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes"),
    heapBytes: metric("JSHeapUsedSize"),
    timers: timers.value,
  };
}
