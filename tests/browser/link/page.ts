// Runs in both pages: one PeerLink, of either implementation, without the app around it.
// SPDX-License-Identifier: MIT
import { NativePeerLink } from "@/transport/link/native-peer-link";
import type { LinkSignal, LinkState, MakePeerLink, PeerLink } from "@/transport/link/peer-link";
import { SimplePeerLink } from "@/transport/link/simple-peer-link";

export type Implementation = "native" | "simple-peer";
export type Role = "initiator" | "responder";

export interface LinkLab {
  start(implementation: Implementation, role: Role, devices: boolean): Promise<void>;
  signal(signal: LinkSignal): void;
  recover(): void;
  close(): void;
  states(): readonly (readonly [LinkState, number])[];
  /** When frames of the partner's picture were decoded, by the clock of the machine. */
  frames(): readonly number[];
  hasLiveTracks(): boolean;
}

declare global {
  interface Window {
    lab: LinkLab;
    /** Provided by the test: passes a signal to the other page. */
    toPartner(signal: LinkSignal): void;
  }
}

const MAKE: Record<Implementation, MakePeerLink> = {
  native: (events) => new NativePeerLink(events),
  "simple-peer": (events) => new SimplePeerLink(events),
};

const LOOK_EVERY_MS = 50;

const states: (readonly [LinkState, number])[] = [];
let link: PeerLink | null = null;
let media: MediaStream | null = null;

const frames: number[] = [];
let decoded = 0;

async function look(): Promise<void> {
  let sum = 0;
  for (const report of (await link?.stats()) ?? []) {
    const { type, kind, framesDecoded } = report as RTCInboundRtpStreamStats;
    if (type === "inbound-rtp" && kind === "video") sum += framesDecoded ?? 0;
  }
  if (sum > decoded) frames.push(Date.now());
  decoded = sum;
}
setInterval(() => void look(), LOOK_EVERY_MS);

window.lab = {
  async start(implementation, role, devices) {
    link?.close();
    states.length = 0;
    media ??= devices
      ? await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
      : null;
    link = MAKE[implementation]({
      signal: (signal) => window.toPartner(signal),
      state: (state) => states.push([state, Date.now()]),
      stream: (stream) => {
        const video = document.querySelector("video");
        if (video) video.srcObject = stream;
      },
    });
    link.start(role, [], devices ? media : null);
  },
  signal: (signal) => link?.signal(signal),
  recover: () => link?.recover(),
  close: () => link?.close(),
  states: () => [...states],
  frames: () => [...frames],
  hasLiveTracks: () => media?.getTracks().every((track) => track.readyState === "live") ?? false,
};
