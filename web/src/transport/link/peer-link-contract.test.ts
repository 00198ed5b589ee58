// @vitest-environment happy-dom

import type { IceServer, Role } from "@nexuschat/client/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeerConnection, fakeStream, fakeTrack } from "./fake-rtc";
import { makeNativePeerLink } from "./native-peer-link";
import type { LinkSignal, MakePeerLink } from "./peer-link";
import { RETIRE_MS } from "./retire";
import { makeSimplePeerLink } from "./simple-peer-link";
import { type EndOptions, startEnd, talk } from "./test-ends";

// What every PeerLink promises. The library simple-peer-light runs over the same fake connection.

const LINKS = { NativePeerLink: makeNativePeerLink, SimplePeerLink: makeSimplePeerLink };
const TURN: IceServer = { urls: ["turn:relay.example"], username: "u", credential: "c" };

function end(make: MakePeerLink, role: Role, options?: EndOptions) {
  const started = startEnd(make, role, options);
  const candidates = () => started.sent.flatMap((one) => (one.kind === "candidates" ? [one] : []));
  return { ...started, candidates };
}
type End = ReturnType<typeof end>;

const latest = () => FakePeerConnection.all.at(-1) as FakePeerConnection;
const settle = () => vi.advanceTimersByTimeAsync(10);

function connects(one: End, connection = one.connection): void {
  connection.finds("connected");
  connection.becomes("connected");
}

function gathers(connection: FakePeerConnection, ...names: string[]): void {
  for (const name of names) {
    const init = { candidate: `candidate:${name}`, sdpMid: "0", sdpMLineIndex: 0 };
    connection.onicecandidate?.({ candidate: { ...init, toJSON: () => init } });
  }
  connection.onicecandidate?.({ candidate: null });
  connection.gathers();
}

const offer = (sdp = "v=0\r\nm=audio\r\na=ice-ufrag:aaaa\r\n"): LinkSignal => ({
  kind: "description",
  description: { type: "offer", sdp },
});
const answer = (sdp: string): LinkSignal => ({
  kind: "description",
  description: { type: "answer", sdp },
});

beforeEach(() => {
  vi.useFakeTimers();
  FakePeerConnection.all.length = 0;
  vi.stubGlobal("RTCPeerConnection", FakePeerConnection);
  vi.stubGlobal(
    "MediaStream",
    class {
      addTrack() {}
    },
  );
  for (const name of ["RTCSessionDescription", "RTCIceCandidate"]) {
    vi.stubGlobal(
      name,
      class {
        constructor(init: object) {
          Object.assign(this, init);
        }
      },
    );
  }
});
afterEach(() => {
  for (const connection of FakePeerConnection.all) connection.onconnectionstatechange = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each(Object.entries(LINKS))("%s", (_, make) => {
  it("contacts only the given servers, even if there are none, and only relays if asked", () => {
    end(make, "initiator", { servers: [TURN], iceTransportPolicy: "relay" });
    expect(latest().configuration).toMatchObject({
      iceServers: [TURN],
      iceTransportPolicy: "relay",
    });
    end(make, "responder");
    expect(latest().configuration).toMatchObject({ iceServers: [], iceTransportPolicy: "all" });
  });

  it("sends the devices that are open", async () => {
    const [microphone, camera] = [fakeTrack("audio"), fakeTrack("video")];
    for (const role of ["initiator", "responder"] as const) {
      end(make, role, { stream: fakeStream(microphone, camera) });
      const sent = latest()
        .getTransceivers()
        .map(({ sender }) => sender.track);
      expect(sent).toEqual([microphone, camera]);
    }
  });

  it("offers as the initiator, once, and answers as the responder", async () => {
    const [a, b] = [end(make, "initiator"), end(make, "responder")];
    await settle();
    expect(b.sent).toEqual([]);
    await talk(a, b, settle);
    expect([a.descriptions(), b.descriptions()]).toEqual([["offer"], ["answer"]]);
    for (const one of [a, b]) expect(one.connection.signalingState).toBe("stable");
  });

  it("trickles its candidates in batches, and ends them with an empty one", async () => {
    const { connection, candidates } = end(make, "initiator");
    await settle();
    gathers(connection, "one", "two");
    await settle();
    expect(candidates()).toMatchObject([
      { candidates: [{ candidate: "candidate:one" }, { candidate: "candidate:two" }] },
      { candidates: [] },
    ]);
  });

  it("keeps candidates that arrive before their description", async () => {
    const { link, connection } = end(make, "responder");
    const early = { candidate: "candidate:early", sdpMid: "0" };
    link.signal({ kind: "candidates", candidates: [early] });
    await settle();
    expect(connection.candidates).toEqual([]);
    link.signal(offer());
    await settle();
    expect(connection.candidates).toMatchObject([early]);
  });

  it("ignores answers to offers that no partner has, and descriptions of its own kind", async () => {
    const a = end(make, "initiator");
    await settle();
    a.link.signal(answer("v=0\r\na=x-nexuschat-answers:~none\r\na=ice-ufrag:aaaa\r\n"));
    await settle();
    expect(a.connection.signalingState).toBe("have-local-offer");
    const b = end(make, "responder");
    b.link.signal(answer("v=0\r\na=ice-ufrag:aaaa\r\n"));
    b.link.signal({ kind: "description", description: { type: "pranswer", sdp: "v=0" } });
    b.link.signal({ kind: "description", description: { type: "offer" } });
    await settle();
    expect(b.connection.calls).toEqual([]);
    expect(b.states).toEqual(["connecting"]);
  });

  it("reports its state, and that a broken path came back", async () => {
    const [a, b] = [end(make, "initiator"), end(make, "responder")];
    await talk(a, b, settle);
    connects(a);
    a.connection.finds("disconnected");
    a.connection.becomes("disconnected");
    connects(a);
    expect(a.states).toEqual(["connecting", "connected", "interrupted", "connected"]);
  });

  it("shows the partner's stream", async () => {
    const [a, b] = [end(make, "initiator"), end(make, "responder")];
    await talk(a, b, settle);
    const streams = [new MediaStream()];
    for (const kind of ["audio", "video"] as const) {
      a.connection.ontrack?.({ track: fakeTrack(kind), streams });
    }
    await settle();
    expect(a.streams).toHaveLength(1);
  });

  it("fails if the browser refuses a connection", async () => {
    vi.stubGlobal(
      "RTCPeerConnection",
      class {
        constructor() {
          throw new DOMException("no", "NotSupportedError");
        }
      },
    );
    const { states } = end(make, "initiator");
    await settle();
    expect(states).toEqual(["connecting", "failed"]);
  });

  it("offers another connection to a partner whose page was reloaded", async () => {
    const [a, b] = [end(make, "initiator"), end(make, "responder")];
    await talk(a, b, settle);
    for (const one of [a, b]) connects(one);
    b.link.close();
    const reloaded = end(make, "responder", { again: true });
    expect(reloaded.sent).toEqual([{ kind: "description", description: { type: "rollback" } }]);
    const before = FakePeerConnection.all.length;
    await talk(a, reloaded, settle);
    expect(FakePeerConnection.all).toHaveLength(before + 1);
    expect(a.descriptions()).toEqual(["offer", "offer"]);
    expect(a.states.at(-1)).toBe("interrupted");
    for (const connection of [latest(), reloaded.connection]) {
      expect(connection.signalingState).toBe("stable");
    }
    connects(a, latest());
    expect(a.states.at(-1)).toBe("connected");
  });

  it("reports nothing after close, and frees its connection", async () => {
    const [a, b] = [end(make, "initiator"), end(make, "responder")];
    await talk(a, b, settle);
    const { connection } = a;
    a.link.close();
    const { length } = a.sent;
    connection.onicecandidate?.({ candidate: null });
    connection.finds("connected");
    connection.becomes("connected");
    a.link.signal(offer());
    a.link.recover();
    await vi.advanceTimersByTimeAsync(RETIRE_MS);
    expect(a.states).toEqual(["connecting"]);
    expect(a.sent).toHaveLength(length);
    expect(connection.calls.at(-1)).toBe("close");
    expect(await a.link.stats()).toEqual([]);
  });
});

describe.each([
  ["NativePeerLink", "SimplePeerLink"],
  ["SimplePeerLink", "NativePeerLink"],
] as const)("%s as initiator and %s", (initiator, responder) => {
  it("understand each other", async () => {
    const a = end(LINKS[initiator], "initiator", { stream: fakeStream(fakeTrack("audio")) });
    const b = end(LINKS[responder], "responder", { stream: fakeStream(fakeTrack("video")) });
    await settle();
    gathers(a.connection, "a");
    gathers(b.connection, "b");
    await talk(a, b, settle);
    for (const one of [a, b]) expect(one.connection.signalingState).toBe("stable");
    expect(a.connection.candidates[0]).toMatchObject({ candidate: "candidate:b" });
    expect(b.connection.candidates[0]).toMatchObject({ candidate: "candidate:a" });
  });
});

describe("SimplePeerLink, which cannot restart ICE", () => {
  it("has failed for good when its path does not come back", async () => {
    const [a, b] = [
      end(makeSimplePeerLink, "initiator"),
      end(makeSimplePeerLink, "responder"),
    ] as const;
    await talk(a, b, settle);
    connects(a);
    a.connection.finds("disconnected");
    a.connection.becomes("failed");
    await settle();
    expect(a.states).toEqual(["connecting", "connected", "interrupted", "failed"]);
    a.link.signal(offer());
    expect(await a.link.stats()).toEqual([]);
  });

  it("has failed when the browser refuses the partner's description", async () => {
    const { link, states } = end(makeSimplePeerLink, "responder");
    link.signal(offer("refuse me"));
    await settle();
    expect(states).toEqual(["connecting", "failed"]);
  });
});
