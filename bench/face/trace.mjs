// When each step from Skip to the next face happens, as the pages of both visitors see it.
// SPDX-License-Identifier: MIT
import { median, whole } from "../compare/figures.mjs";

/** The steps in their usual order: whose page sees it, its name there, and in words. */
const STEPS = [
  ["skipper", "find", "`find` is sent"],
  ["waiting", "matched", "`matched` reaches the waiting visitor"],
  ["skipper", "matched", "`matched` reaches the skipping visitor"],
  ["waiting", "answer", "the waiting visitor has applied the answer"],
  ["skipper", "offer", "the skipping visitor has applied the offer"],
  ["waiting", "path", "the waiting visitor has a path: a connectivity check was answered"],
  ["skipper", "path", "the skipping visitor has a path"],
  ["waiting", "handshake", "the waiting visitor's DTLS handshake is complete: it sends its picture"],
  ["skipper", "handshake", "the skipping visitor's DTLS handshake is complete"],
  ["skipper", "packet", "the first packet of the picture arrives"],
  ["skipper", "picture", "the picture is decoded"],
];

/** Runs in a page before its own code. All pages are on one machine, so their clocks agree. */
export function traceSteps() {
  const seen = [];
  const note = (step) => seen.push({ step, at: performance.timeOrigin + performance.now() });
  window.faceTrace = { note, take: () => seen.splice(0) };

  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    send.call(this, text);
    if (text.startsWith?.('{"type":"find"')) note("find");
  };
  window.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => {
        if (data.startsWith?.('{"type":"matched"')) note("matched");
      });
    }
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...words) {
      super(...words);
      this.addEventListener("iceconnectionstatechange", () => {
        if (this.iceConnectionState === "connected") note("path");
      });
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState === "connected") note("handshake");
      });
      this.addEventListener("track", ({ track }) => {
        if (track.kind === "video") track.addEventListener("unmute", () => note("packet"));
      });
    }
    async setRemoteDescription(description) {
      await super.setRemoteDescription(description);
      note(description.type);
    }
  };
}

/** Collects the traces of many skips; `rows` are for a table. */
export class Steps {
  #times = new Map(STEPS.map((step) => [step, []]));

  /** `seen` has the steps of each page, by "skipper" and "waiting"; `pressed` is when Skip was pressed. */
  add(pressed, seen) {
    for (const [step, times] of this.#times) {
      const [who, name] = step;
      const first = seen[who].find((one) => one.step === name && one.at >= pressed);
      if (first) times.push(first.at - pressed);
    }
  }

  rows() {
    return [...this.#times]
      .filter(([, times]) => times.length > 0)
      .map(([[, , words], times]) => ({ words, half: median(times) }))
      .sort((a, b) => a.half - b.half)
      .map(({ words, half }) => [whole(half), words]);
  }
}
