// Counts what a page holds and reports growth, for the test that a page leaves nothing behind.
// SPDX-License-Identifier: MIT
import type { CDPSession } from "@playwright/test";

/** The browser counts these after a garbage collection, so no hook in the page can distort them. */
export interface Holdings {
  /** In use. */
  readonly connections: number;
  readonly tracks: number;
  readonly sockets: number;
  /** All objects of these three kinds that are still referenced, closed or not. */
  readonly objects: number;
  readonly listeners: number;
  readonly nodes: number;
  readonly heapBytes: number;
  /** Running intervals, as COUNT_TIMERS counts them. */
  readonly timers: number;
}

export type Kind = keyof Holdings;

/**
 * Tolerated differences between two similar moments: tooltips, short timers and caches cause them.
 * One leaked object for each of twenty skips exceeds every one of them.
 */
const SLACK: Holdings = {
  connections: 0,
  tracks: 0,
  sockets: 0,
  objects: 6,
  listeners: 12,
  nodes: 15,
  heapBytes: 1_000_000,
  timers: 1,
};

/** The kinds of which the page holds more than before. */
export function grown(before: Holdings, after: Holdings): readonly Kind[] {
  return (Object.keys(SLACK) as Kind[]).filter((kind) => after[kind] - before[kind] > SLACK[kind]);
}

/** Runs in the page before the app: intervals are the one thing that no browser counts. */
export const COUNT_TIMERS = `{
  const running = new Set();
  window.__timers = running;
  const { setInterval, clearInterval } = window;
  window.setInterval = (...args) => { const id = setInterval(...args); running.add(id); return id; };
  window.clearInterval = (id) => { clearInterval(id); running.delete(id); };
}`;

const GROUP = "holdings";

/** All objects of the base class of `name`, also those of classes that the page derives from it. */
async function existing(cdp: CDPSession, name: string): Promise<string> {
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
  return objects.objectId ?? "";
}

async function count(
  cdp: CDPSession,
  objectId: string,
  inUse: string,
): Promise<{ all: number; live: number }> {
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    objectId,
    // The prototype is in the list, too, and throws for its state.
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
  return result.value;
}

/** A track held only by a connection or a picture is not a page object until a script asks for it. */
async function askForTracks(cdp: CDPSession, connections: string): Promise<void> {
  await cdp.send("Runtime.callFunctionOn", {
    objectId: connections,
    functionDeclaration: `function () {
      const found = [];
      for (const one of this) {
        try {
          for (const { track } of [...one.getSenders(), ...one.getReceivers()]) found.push(track);
        } catch {}
      }
      for (const { srcObject } of document.querySelectorAll("video, audio")) found.push(srcObject?.getTracks());
      return found;
    }`,
    objectGroup: GROUP,
  });
}

export async function holdings(cdp: CDPSession): Promise<Holdings> {
  await cdp.send("Performance.enable");
  // Objects that one round frees may hold others until the next.
  for (let round = 0; round < 3; round++) await cdp.send("HeapProfiler.collectGarbage");
  const allConnections = await existing(cdp, "RTCPeerConnection");
  const connections = await count(cdp, allConnections, 'one.connectionState !== "closed"');
  await askForTracks(cdp, allConnections);
  const tracks = await count(
    cdp,
    await existing(cdp, "MediaStreamTrack"),
    'one.readyState === "live"',
  );
  const sockets = await count(
    cdp,
    await existing(cdp, "WebSocket"),
    "one.readyState < WebSocket.CLOSING",
  );
  await cdp.send("Runtime.releaseObjectGroup", { objectGroup: GROUP });
  await cdp.send("HeapProfiler.collectGarbage");
  const { result: timers } = await cdp.send("Runtime.evaluate", {
    expression: "window.__timers.size",
  });
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => {
    const found = metrics.find((one) => one.name === name);
    if (!found) throw new Error(`this browser does not report ${name}`);
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
