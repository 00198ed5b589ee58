import type { IceServer, Role } from "@nexuschat/client/protocol";
import { afterEach, beforeEach, vi } from "vitest";
import { FakePeerConnection } from "./fake-rtc";
import type { LinkOptions, LinkSignal, LinkState, PeerLink, PeerLinkEvents } from "./peer-link";

// For tests: the two ends of a call, whose signals the test delivers.

/** Each test of the file has connections and timers that it drives itself. */
export function driveFakeConnections(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    FakePeerConnection.all.length = 0;
    vi.stubGlobal("RTCPeerConnection", FakePeerConnection);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

export interface EndOptions extends LinkOptions {
  readonly stream?: MediaStream | null;
  readonly servers?: readonly IceServer[];
}

/** A link that was started, and its signals; `post` holds those that wait for the partner. */
export function startEnd<Link extends PeerLink>(
  make: (events: PeerLinkEvents) => Link,
  role: Role,
  { stream = null, servers = [], ...options }: EndOptions = {},
) {
  const post: LinkSignal[] = [];
  const sent: LinkSignal[] = [];
  const states: LinkState[] = [];
  const streams: MediaStream[] = [];
  const link = make({
    signal: (signal) => {
      post.push(signal);
      sent.push(signal);
    },
    state: (state) => states.push(state),
    stream: (remote) => streams.push(remote),
  });
  link.start(role, servers, stream, options);
  const connection = FakePeerConnection.all.at(-1) as FakePeerConnection;
  const descriptions = () =>
    sent.flatMap((one) => (one.kind === "description" ? [one.description.type] : []));
  return { link, connection, post, sent, states, streams, descriptions };
}

type End = Pick<ReturnType<typeof startEnd>, "link" | "post">;

/** Delivers all signals to the other end, until neither end sends any more. */
export async function talk(a: End, b: End, settle: () => Promise<unknown>): Promise<void> {
  await settle();
  while (a.post.length + b.post.length > 0) {
    for (const signal of a.post.splice(0)) b.link.signal(signal);
    for (const signal of b.post.splice(0)) a.link.signal(signal);
    await settle();
  }
}
