// @vitest-environment happy-dom

import type { Role } from "@nexuschat/client/protocol";
import { LIMITS } from "@nexuschat/client/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WAITING_MAX } from "./candidate-inbox";
import { FakePeerConnection, fakeStream, fakeTrack } from "./fake-rtc";
import { RESEND_OFFER_MS } from "./link-connection";
import { GATHER_MS, NativePeerLink } from "./native-peer-link";
import type { LinkOptions, LinkSignal, LinkState } from "./peer-link";
import { COURTESY_MS, GIVE_UP_MS, GRACE_MS } from "./recovery";
import { RETIRE_MS } from "./retire";
import { startEnd, talk } from "./test-ends";

const end = (role: Role, stream: MediaStream | null = null, options: LinkOptions = {}) =>
  startEnd((events) => new NativePeerLink(events), role, { stream, ...options });
type End = ReturnType<typeof end>;

const TURN = { urls: ["turn:relay.example"], username: "u", credential: "c" };

const settle = () => vi.advanceTimersByTimeAsync(0);

async function connected(): Promise<readonly [End, End]> {
  const a = end("initiator");
  const b = end("responder");
  await talk(a, b, settle);
  for (const one of [a, b]) one.connection.becomes("connected");
  for (const one of [a, b]) one.sent.length = 0;
  return [a, b];
}

const offerWith = (ufrag: string): LinkSignal => ({
  kind: "description",
  description: { type: "offer", sdp: `v=0\r\nm=audio\r\na=ice-ufrag:${ufrag}\r\n` },
});
const answerWith = (ufrag: string): LinkSignal => ({
  kind: "description",
  description: { type: "answer", sdp: `v=0\r\nm=audio\r\na=ice-ufrag:${ufrag}\r\n` },
});
const ufragOf = (one: RTCSessionDescriptionInit | null) => one?.sdp?.match(/ufrag:(\S+)/)?.[1];
const candidate = (name: string, usernameFragment?: string) => ({
  candidate: `candidate:${name}`,
  sdpMid: "0",
  usernameFragment,
});

describe("NativePeerLink", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakePeerConnection.all.length = 0;
    vi.stubGlobal("RTCPeerConnection", FakePeerConnection);
  });
  afterEach(() => {
    for (const connection of FakePeerConnection.all) connection.onconnectionstatechange = null;
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("replaces a first offer whose answer is on its way, without a rollback", async () => {
    const [a, b] = [end("initiator"), end("responder")];
    await settle();
    for (const offered of a.post.splice(0)) b.link.signal(offered);
    await settle();
    expect(b.descriptions()).toEqual(["answer"]);
    a.link.recover(); // As after a reconnection of the room socket.
    await settle();
    expect(a.descriptions()).toEqual(["offer", "offer"]);
    await talk(a, b, settle);
    for (const { connection } of [a, b]) {
      expect(connection.signalingState).toBe("stable");
      expect(connection.calls).not.toContain("rollback");
    }
    expect(ufragOf(a.connection.remoteDescription)).toBe(ufragOf(b.connection.localDescription));
  });

  it("uses renewed credentials for the next path, and changes nothing else", () => {
    const { link, connection } = end("initiator");
    link.renewServers([{ urls: ["turn:relay.example"], username: "1:v", credential: "fresh" }]);
    expect(connection.configuration).toEqual({
      iceServers: [{ urls: ["turn:relay.example"], username: "1:v", credential: "fresh" }],
      iceTransportPolicy: "all",
      bundlePolicy: "max-bundle",
    });
  });

  it("sets its connection's servers only if they changed", () => {
    const { link, connection } = end("initiator");
    const told = vi.spyOn(connection, "setConfiguration");
    const servers = [{ urls: ["stun:one.example"] }];
    link.renewServers([]);
    link.renewServers(servers);
    link.renewServers([...servers]);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("prepared it sends nothing, then answers with the servers of the match", async () => {
    const a = end("initiator");
    const sent: LinkSignal[] = [];
    const link = new NativePeerLink({ signal: (one) => sent.push(one), state() {}, stream() {} });
    void link.prepare("responder", [TURN], fakeStream(fakeTrack("video")));
    const prepared = FakePeerConnection.all.at(-1) as FakePeerConnection;
    await settle();
    expect([prepared.calls, sent]).toEqual([["track video"], []]);
    link.start("responder", [{ urls: ["stun:one.example"] }], null);
    for (const signal of a.post) link.signal(signal);
    await settle();
    expect(FakePeerConnection.all.at(-1)).toBe(prepared);
    expect(prepared.configuration.iceServers).toEqual([{ urls: ["stun:one.example"] }]);
    expect(sent[0]).toMatchObject({ kind: "description", description: { type: "answer" } });
  });

  it.each(["prepared", "waiting for its offer"])(
    "%s it sends a device that opens meanwhile, and its replacement",
    async (when) => {
      const [microphone, camera, other] = [
        fakeTrack("audio"),
        fakeTrack("video"),
        fakeTrack("video"),
      ];
      const link = new NativePeerLink({ signal() {}, state() {}, stream() {} });
      if (when === "prepared") void link.prepare("responder", [TURN], fakeStream(microphone));
      else link.start("responder", [], fakeStream(microphone));
      const connection = FakePeerConnection.all.at(-1) as FakePeerConnection;
      const sent = () => connection.getTransceivers().map(({ sender }) => sender.track);
      await link.replaceTrack("video", camera);
      expect(sent()).toEqual([microphone, camera]);
      await link.replaceTrack("video", other);
      expect(sent()).toEqual([microphone, other]);
      expect(connection.calls).toEqual(["track audio", "track video"]);
    },
  );

  it("an initiator without a camera sends one that opens later", async () => {
    const { link, connection } = end("initiator", fakeStream(fakeTrack("audio")));
    const camera = fakeTrack("video");
    await link.replaceTrack("video", camera);
    expect(connection.getTransceivers()[1]).toMatchObject({
      direction: "sendrecv",
      sender: { track: camera },
    });
  });

  it("is offered by the initiator alone, with room for more devices of the partner", async () => {
    const a = end("initiator", fakeStream(fakeTrack("audio")));
    const b = end("responder", fakeStream(fakeTrack("audio"), fakeTrack("video")));
    await settle();
    expect(b.sent).toEqual([]);
    await talk(a, b, settle);
    expect(a.connection.calls).toEqual([
      "transceiver audio sendrecv",
      "transceiver video recvonly",
      "local offer",
      "remote answer",
    ]);
    expect(a.descriptions()).toEqual(["offer"]);
    expect(b.descriptions()).toEqual(["answer"]);
  });

  it("contacts only the given servers, and only relays if asked", () => {
    new NativePeerLink({ signal() {}, state() {}, stream() {} }).start(
      "initiator",
      [{ urls: ["turn:t"], username: "u", credential: "c" }],
      null,
      { iceTransportPolicy: "relay" },
    );
    expect(FakePeerConnection.all.at(-1)?.configuration).toMatchObject({
      iceServers: [{ urls: ["turn:t"], username: "u", credential: "c" }],
      iceTransportPolicy: "relay",
    });
    end("initiator");
    expect(FakePeerConnection.all.at(-1)?.configuration).toMatchObject({
      iceServers: [],
      iceTransportPolicy: "all",
    });
  });

  describe("when both offer", () => {
    it("lets the initiator's offer stand", async () => {
      const [a, b] = await connected();
      for (const one of [a, b]) one.connection.becomes("failed");
      await vi.advanceTimersByTimeAsync(COURTESY_MS);
      expect([a.descriptions(), b.descriptions()]).toEqual([["offer"], ["offer"]]);
      await talk(a, b, settle);
      expect([a.descriptions(), b.descriptions()]).toEqual([["offer"], ["offer", "answer"]]);
      expect(b.connection.calls).toContain("rollback");
      expect(a.connection.calls).not.toContain("rollback");
      for (const one of [a, b]) expect(one.connection.signalingState).toBe("stable");
    });
  });

  describe("duplicate, late or invalid signals", () => {
    it("a repeated offer gets the same answer again", async () => {
      const { link, sent, connection } = end("responder");
      link.signal(offerWith("aaaa"));
      await settle();
      link.signal(offerWith("aaaa"));
      await settle();
      expect(sent).toHaveLength(2);
      expect(sent[1]).toEqual(sent[0]);
      expect(connection.calls).toEqual(["remote offer", "local answer"]);
    });

    it("an offer older than the one in force is ignored", async () => {
      const { link, sent, connection } = end("responder");
      for (const ufrag of ["aaaa", "bbbb", "aaaa"]) link.signal(offerWith(ufrag));
      await settle();
      expect(sent).toHaveLength(2);
      expect(connection.remoteDescription?.sdp).toContain("bbbb");
    });

    it("an answer is applied once", async () => {
      const { link, connection } = end("initiator");
      await settle();
      link.signal(answerWith("aaaa"));
      link.signal(answerWith("bbbb"));
      await settle();
      expect(connection.remoteDescription?.sdp).toContain("aaaa");
    });

    it("the answer to a replaced offer is not applied to the next one", async () => {
      const [a, b] = await connected();
      a.connection.becomes("failed");
      await settle();
      b.link.signal(a.post.splice(0)[0] as LinkSignal);
      await settle();
      const late = b.post.splice(0);
      a.link.recover();
      await vi.advanceTimersByTimeAsync(1_000);
      for (const signal of late) a.link.signal(signal);
      await settle();
      expect(a.connection.signalingState).toBe("have-local-offer");
      await talk(a, b, settle);
      expect(a.connection.signalingState).toBe("stable");
      const named = a.connection.remoteDescription?.sdp?.match(/answers:(\S+)/)?.[1];
      expect(a.connection.localDescription?.sdp).toContain(`a=ice-ufrag:${named}`);
    });

    it("the answer to an earlier offer is not applied to the next one with the same credentials", async () => {
      const [a, b] = await connected();
      a.connection.onnegotiationneeded?.();
      await talk(a, b, settle);
      const late = b.sent.at(-1) as LinkSignal;
      a.connection.onnegotiationneeded?.();
      await settle();
      a.link.signal(late);
      await settle();
      expect(a.connection.signalingState).toBe("have-local-offer");
      await talk(a, b, settle);
      expect(a.connection.signalingState).toBe("stable");
      for (const one of [a, b]) one.link.close();
    });

    it("a signal that the browser refuses changes nothing", async () => {
      const [a, b] = await connected();
      a.link.signal({ kind: "description", description: { type: "offer", sdp: "refuse me" } });
      a.link.signal({ kind: "description", description: { type: "offer" } });
      a.link.signal({ kind: "description", description: { type: "rollback", sdp: "" } });
      a.link.signal({ kind: "description", description: { type: "pranswer", sdp: "v=0" } });
      await settle();
      expect(a.states.at(-1)).toBe("connected");
      b.connection.becomes("failed");
      await vi.advanceTimersByTimeAsync(COURTESY_MS);
      await talk(a, b, settle);
      expect(a.descriptions()).toEqual(["answer"]);
    });
  });

  describe("candidates", () => {
    it("that arrive early wait for their description, up to a limit", async () => {
      const { link, connection } = end("responder");
      for (let i = 0; i < WAITING_MAX + 3; i++) {
        link.signal({ kind: "candidates", candidates: [candidate(`${i}`, "aaaa")] });
        await settle();
      }
      expect(connection.candidates).toEqual([]);
      link.signal(offerWith("aaaa"));
      await settle();
      expect(connection.candidates).toHaveLength(WAITING_MAX);
      expect(connection.candidates[0]?.candidate).toBe("candidate:3");
    });

    it("of a later generation are kept, of an earlier one dropped", async () => {
      const { link, connection } = end("responder");
      link.signal(offerWith("aaaa"));
      link.signal({ kind: "candidates", candidates: [candidate("new", "bbbb")] });
      await settle();
      expect(connection.candidates).toEqual([]);
      link.signal(offerWith("bbbb"));
      link.signal({ kind: "candidates", candidates: [candidate("old", "aaaa"), candidate("any")] });
      link.signal({ kind: "candidates", candidates: [] });
      await settle();
      expect(connection.candidates.map((one) => one.candidate)).toEqual([
        "candidate:new",
        "candidate:any",
        "",
      ]);
    });

    it("are batched in messages of a bounded size, and end with an empty list", async () => {
      const { connection, sent } = end("initiator");
      await settle();
      sent.length = 0;
      for (let i = 0; i < LIMITS.candidatesMax + 1; i++) {
        connection.onicecandidate?.({
          candidate: { candidate: "c", toJSON: () => candidate("c") },
        });
      }
      const tooLong = "x".repeat(LIMITS.candidateBytesMax);
      connection.onicecandidate?.({
        candidate: { candidate: "c", toJSON: () => candidate(tooLong) },
      });
      connection.onicecandidate?.({ candidate: null });
      await settle();
      const sizes = sent.map((one) => (one.kind === "candidates" ? one.candidates.length : -1));
      expect(sizes).toEqual([LIMITS.candidatesMax, 1, 0]);
    });
  });

  describe("a path that breaks", () => {
    it("is replaced after a grace period", async () => {
      const [a, b] = await connected();
      a.connection.becomes("disconnected");
      expect(a.states).toEqual(["connecting", "connected", "interrupted"]);
      await vi.advanceTimersByTimeAsync(GRACE_MS - 1);
      expect(a.descriptions()).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      await talk(a, b, settle);
      expect([a.descriptions(), b.descriptions()]).toEqual([["offer"], ["answer"]]);
      a.connection.becomes("connected");
      expect(a.states.at(-1)).toBe("connected");
      await vi.advanceTimersByTimeAsync(GIVE_UP_MS * 2);
      expect(a.states.at(-1)).toBe("connected");
      expect(a.descriptions()).toEqual(["offer"]);
    });

    it("is retried for a minute, with one offer at a time, and then given up", async () => {
      const [a, b] = await connected();
      b.link.close();
      a.connection.becomes("failed");
      await vi.advanceTimersByTimeAsync(GIVE_UP_MS);
      expect(a.states.at(-1)).toBe("failed");
      const calls = a.connection.calls.slice(a.connection.calls.indexOf("restartIce"));
      expect(calls.slice(0, 5)).toEqual([
        "restartIce",
        "local offer",
        "rollback",
        "restartIce",
        "local offer",
      ]);
      expect(a.descriptions().length).toBeGreaterThan(4);
      expect(a.descriptions().length).toBeLessThan(14);
      expect(vi.getTimerCount()).toBe(0);
    });

    it("is replaced at once when the machine is online again", async () => {
      const [a, b] = await connected();
      window.dispatchEvent(new Event("online"));
      await settle();
      expect(a.descriptions()).toEqual(["offer"]);
      expect(a.states.at(-1)).toBe("connected");
      await talk(a, b, settle);
      for (const one of [a, b]) expect(one.connection.signalingState).toBe("stable");
      a.sent.length = 0;
      await vi.advanceTimersByTimeAsync(GIVE_UP_MS * 2);
      expect(a.sent).toEqual([]);
    });

    it("is replaced when the room resumes; a working path is left alone", async () => {
      const [a, b] = await connected();
      a.link.recover();
      await settle();
      expect(a.descriptions()).toEqual([]);
      b.connection.becomes("disconnected");
      b.link.recover();
      await settle();
      expect(b.descriptions()).toEqual(["offer"]);
    });

    it("whose offer was lost with the room's socket is offered again", async () => {
      const a = end("initiator");
      await settle();
      a.post.length = 0;
      const b = end("responder");
      a.link.recover();
      b.link.recover();
      await talk(a, b, settle);
      expect([a.descriptions(), b.descriptions()]).toEqual([["offer", "offer"], ["answer"]]);
    });
  });

  it("resends an offer of a working link until it is answered, and no longer", async () => {
    const [a, b] = await connected();
    b.connection.onnegotiationneeded?.();
    await settle();
    b.post.length = 0; // Lost.
    await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS);
    expect(b.descriptions()).toEqual(["offer", "offer"]);
    await talk(a, b, settle);
    await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 4);
    expect(b.descriptions()).toEqual(["offer", "offer"]);
    expect(b.connection.signalingState).toBe("stable");
    for (const one of [a, b]) one.link.close();
  });

  it("leaves no timer and no listener behind, and the camera on", async () => {
    const removed = vi.spyOn(globalThis, "removeEventListener");
    const track = fakeTrack("video");
    const a = end("initiator", fakeStream(track));
    const b = end("responder");
    await talk(a, b, settle);
    a.connection.becomes("connected");
    a.connection.becomes("disconnected");
    a.connection.onicecandidate?.({ candidate: null });
    b.link.close();
    a.link.close();
    vi.advanceTimersByTime(RETIRE_MS);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed.mock.calls.map(([name]) => name)).toContain("online");
    expect(track.readyState).toBe("live");
    expect(a.connection.calls.at(-1)).toBe("close");
    const before = a.sent.length;
    a.link.signal(offerWith("aaaa"));
    a.link.recover();
    a.link.close();
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(GIVE_UP_MS);
    expect(a.sent).toHaveLength(before);
    expect(a.states.at(-1)).toBe("interrupted");
    expect(await a.link.stats()).toEqual([]);
  });

  it("fails if the browser cannot create a connection", () => {
    vi.stubGlobal("RTCPeerConnection", () => {
      throw new Error("none");
    });
    const states: LinkState[] = [];
    const link = new NativePeerLink({ signal() {}, state: (one) => states.push(one), stream() {} });
    link.start("initiator", [], null);
    expect(states).toEqual(["connecting", "failed"]);
  });

  describe("prepared as the initiator", () => {
    const prepared = async () => {
      const sent: LinkSignal[] = [];
      const link = new NativePeerLink({
        signal: (signal) => sent.push(signal),
        state() {},
        stream() {},
      });
      const offer = link.prepare("initiator", [], null);
      const connection = FakePeerConnection.all.at(-1) as FakePeerConnection;
      await settle();
      connection.onicecandidate?.({ candidate: gatheredCandidate });
      await settle();
      connection.gathers();
      return { link, sent, connection, offer: await offer };
    };
    const gatheredCandidate = { candidate: "candidate:1", toJSON: () => ({ candidate: "c:1" }) };

    it("returns its offer and sends nothing until it is started", async () => {
      const { link, sent, connection, offer } = await prepared();
      expect(offer).toBe(connection.localDescription?.sdp);
      expect(sent).toEqual([]);
      connection.onicecandidate?.({ candidate: gatheredCandidate });
      await settle();
      expect(sent).toEqual([]);
      link.start("initiator", [], null);
      await settle();
      // Candidates gathered after the offer was returned.
      expect(sent).toEqual([{ kind: "candidates", candidates: [{ candidate: "c:1" }] }]);
      expect(FakePeerConnection.all).toHaveLength(1);
      link.close();
    });

    it("waits for candidates only for a limited time", async () => {
      const link = new NativePeerLink({ signal() {}, state() {}, stream() {} });
      let offer: string | null | undefined;
      void link.prepare("initiator", [], null).then((sdp) => {
        offer = sdp;
      });
      await vi.advanceTimersByTimeAsync(GATHER_MS - 1);
      expect(offer).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1);
      expect(offer).toContain("v=0");
      link.close();
    });

    it("is joined by the answer alone", async () => {
      const { link, sent, connection, offer } = await prepared();
      const b = end("responder");
      b.link.signal({ kind: "description", description: { type: "offer", sdp: offer ?? "" } });
      await settle();
      link.start("initiator", [], null);
      for (const signal of b.post.splice(0)) link.signal(signal);
      await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 4);
      expect(connection.signalingState).toBe("stable");
      expect(sent).toEqual([]);
      link.close();
      b.link.close();
    });

    it("resends its offer with backoff until it is answered", async () => {
      const { link, sent } = await prepared();
      link.start("initiator", [], null);
      await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 3);
      expect(sent.map((one) => one.kind)).toEqual(["description", "description"]);
      link.signal(answerWith("b"));
      await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 8);
      expect(sent).toHaveLength(2);
      link.close();
    });

    it("sends its offer at once if the partner may lack it", async () => {
      const { link, sent, offer } = await prepared();
      link.start("initiator", [], null, { sendOffer: true });
      expect(sent).toEqual([{ kind: "description", description: { type: "offer", sdp: offer } }]);
      link.close();
    });

    it("closes without a signal", async () => {
      const { link, sent, connection } = await prepared();
      link.close();
      await vi.advanceTimersByTimeAsync(GIVE_UP_MS);
      expect(connection.calls.at(-1)).toBe("close");
      expect(sent).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  describe("a pre-generated answer", () => {
    const NET = { candidate: "candidate:1", toJSON: () => ({ candidate: "c:1" }) };
    /** An end with a prepared description, and that description. */
    const prepared = async (role: Role, gathers = true) => {
      const post: LinkSignal[] = [];
      const sent: LinkSignal[] = [];
      const streams: MediaStream[] = [];
      const link = new NativePeerLink({
        signal: (signal) => {
          post.push(signal);
          sent.push(signal);
        },
        state() {},
        stream: (remote) => streams.push(remote),
      });
      const at = FakePeerConnection.all.length;
      const told = link.prepare(role, [], null);
      await settle();
      const connection = FakePeerConnection.all[at] as FakePeerConnection;
      if (gathers) {
        connection.onicecandidate?.({ candidate: NET });
        const made = connection.localDescription;
        if (made) connection.localDescription = { ...made, sdp: `${made.sdp}a=candidate:1\r\n` };
        connection.gathers();
        await settle();
      }
      return { link, post, sent, streams, connection, told };
    };
    type Prepared = Awaited<ReturnType<typeof prepared>>;
    const answer = (sdp: string | null): LinkSignal => ({
      kind: "description",
      description: { type: "answer", sdp: sdp ?? "" },
    });
    const offer = (sdp: string | null): LinkSignal => ({
      kind: "description",
      description: { type: "offer", sdp: sdp ?? "" },
    });
    const talks = async (a: Prepared, b: Prepared) => {
      await settle();
      while (a.post.length + b.post.length > 0) {
        for (const signal of a.post.splice(0)) b.link.signal(signal);
        for (const signal of b.post.splice(0)) a.link.signal(signal);
        await settle();
      }
    };
    const ufrag = (one: RTCSessionDescriptionInit | null) => one?.sdp?.match(/ufrag:(\S+)/)?.[1];
    const stand = (a: FakePeerConnection, b: FakePeerConnection) => {
      expect([a.signalingState, b.signalingState]).toEqual(["stable", "stable"]);
      expect(ufrag(a.remoteDescription)).toBe(ufrag(b.localDescription));
      expect(ufrag(b.remoteDescription)).toBe(ufrag(a.localDescription));
    };
    const last = () => FakePeerConnection.all.at(-1) as FakePeerConnection;

    it("is in force at both ends before any signal in the room", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      const [mine, its] = [await a.told, await b.told];
      expect(its).toMatch(/^a=x-nexuschat-answers:~/m);
      a.link.start("initiator", [], null);
      a.link.signal(answer(its));
      b.link.start("responder", [], null);
      b.link.signal(offer(mine));
      await settle();
      stand(a.connection, b.connection);
      // It is still sent once, with all its candidates: the partner may lack it.
      expect(a.sent).toEqual([]);
      expect(b.sent).toHaveLength(1);
      const before = [...a.connection.calls];
      await talks(a, b);
      await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 4);
      expect(a.connection.calls).toEqual(before);
      a.link.close();
      b.link.close();
    });

    it("reaches a partner who lacks it through the room", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      a.link.start("initiator", [], null);
      b.link.start("responder", [], null);
      b.link.signal(offer(await a.told));
      await talks(a, b);
      stand(a.connection, b.connection);
      a.link.close();
      b.link.close();
    });

    it("and the offer that followed it are sent again when the partner repeats its own offer", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      a.link.start("initiator", [], null, { sendOffer: true });
      b.link.start("responder", [], null);
      b.link.signal(offer(await a.told));
      await settle();
      b.connection.onnegotiationneeded?.(); // As after a device was added to the prepared link.
      await settle();
      const first = [...b.sent];
      expect(first).toHaveLength(2);
      for (const repeated of a.post.splice(0)) b.link.signal(repeated);
      await settle();
      expect(b.sent).toEqual([...first, ...first]);
      await talks(a, b);
      expect(b.connection.calls).not.toContain("rollback");
      stand(a.connection, b.connection);
      a.link.close();
      b.link.close();
    });

    it("is not repeated as an offer once the partner has offered as well", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      const its = await b.told;
      a.link.start("initiator", [], null);
      a.link.signal(answer(its));
      b.link.start("responder", [], null);
      b.link.signal(offer(await a.told));
      await settle();
      b.connection.onnegotiationneeded?.();
      await talks(a, b);
      stand(a.connection, b.connection);
      const before = a.sent.length;
      await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS * 4);
      expect(a.sent).toHaveLength(before);
      a.link.close();
      b.link.close();
    });

    it("shows the partner's streams, not those of the made-up offer", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      b.connection.ontrack?.({ track: fakeTrack("video") });
      b.link.start("responder", [], null);
      await settle();
      expect(b.streams).toEqual([]);
      expect(b.link.fingerprints()).toBeNull();
      b.link.signal(offer(await a.told));
      await settle();
      expect(b.streams).toHaveLength(1);
      a.link.close();
      b.link.close();
    });

    it("does not serve an offer of another shape, nor one that the partner may lack", async () => {
      const b = await prepared("responder");
      const its = await b.told;
      const other = `v=0\r\no=- 7 1 IN IP4 0.0.0.0\r\nm=audio\r\na=rtpmap:0 PCMU/8000\r\na=ice-ufrag:othr\r\n`;
      for (const [sdp, options] of [
        [its?.replace(/answers:~\S+/, "answers:~0"), {}],
        [its, { sendOffer: true }],
      ] as const) {
        const a = await prepared("initiator");
        a.link.start("initiator", [], null, options);
        a.link.signal(answer(sdp ?? null));
        await settle();
        expect(a.connection.signalingState).toBe("have-local-offer");
        a.link.close();
      }
      // No partner has an offer that was not pre-generated.
      const late = end("initiator");
      await settle();
      late.link.signal(answer(its));
      await settle();
      expect(late.connection.signalingState).toBe("have-local-offer");
      late.link.close();

      b.link.start("responder", [], null);
      b.link.signal(offer(other));
      await settle();
      expect(b.sent).toMatchObject([{ description: { type: "answer" } }]);
      // The new connection knows no streams of the made-up offer.
      expect(last()).not.toBe(b.connection);
      expect(last().calls).toEqual(["remote offer", "local answer"]);
      b.link.close();
    });

    it("leads to a new offer if the partner does not keep it", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      const [mine, its] = [await a.told, await b.told];
      const another = await prepared("responder"); // For example, its devices have changed.
      a.link.start("initiator", [], null);
      a.link.signal(answer(its));
      another.link.start("responder", [], null);
      another.link.signal(offer(mine));
      await settle();
      expect(a.connection.signalingState).toBe("stable");
      await talks(a, another);
      const [first, second] = FakePeerConnection.all.slice(-2) as [
        FakePeerConnection,
        FakePeerConnection,
      ];
      expect([first, second]).not.toContain(a.connection);
      stand(first, second);
      for (const one of [a, b, another]) one.link.close();
    });

    it("is kept once connected, whatever the partner sends", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      a.link.start("initiator", [], null);
      a.link.signal(answer(await b.told));
      await settle();
      a.connection.becomes("connected");
      const count = FakePeerConnection.all.length;
      a.link.signal(answer(`v=0\r\no=- 7 7 IN IP4 0.0.0.0\r\nm=audio\r\na=ice-ufrag:evil\r\n`));
      await settle();
      expect(FakePeerConnection.all).toHaveLength(count);
      a.link.close();
      b.link.close();
    });

    it("gives way to an offer that arrives during its preparation", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder", false)];
      a.link.start("initiator", [], null);
      b.link.start("responder", [], null);
      b.link.signal(offer(await a.told));
      // The partner's candidates arrive in the same task.
      b.link.signal({ kind: "candidates", candidates: [{ candidate: "candidate:a" }] });
      await talks(a, b);
      expect(last()).not.toBe(b.connection);
      stand(a.connection, last());
      expect(last().candidates).toMatchObject([{ candidate: "candidate:a" }]);
      // The preparation continues, and ends without changing the connection in force.
      const calls = [...last().calls];
      await vi.advanceTimersByTimeAsync(GATHER_MS);
      expect(await b.told).toBeNull();
      await settle();
      expect(last().calls).toEqual(calls);
      stand(a.connection, last());
      a.link.close();
      b.link.close();
    });

    it("is sent again, unchanged, for a repeated offer", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      const mine = await a.told;
      await b.told;
      a.link.start("initiator", [], null, { sendOffer: true });
      b.link.start("responder", [], null);
      b.link.signal(offer(mine));
      const count = FakePeerConnection.all.length;
      await talks(a, b); // It arrives through the room before the first one is in force.
      expect(FakePeerConnection.all).toHaveLength(count);
      stand(a.connection, b.connection);
      // Its candidates are not sent separately.
      const texts = b.sent.map((one) => (one.kind === "description" ? one.description.sdp : ""));
      expect(texts).toHaveLength(2);
      for (const text of texts) expect(text).toContain("a=candidate:1");
      a.link.close();
      b.link.close();
    });

    it.each(["none", "an older one"])(
      "connects although the partner was given %s of the offers",
      async (which) => {
        const older = await prepared("initiator");
        const [a, b] = [await prepared("initiator"), await prepared("responder")];
        a.link.start("initiator", [], null);
        a.link.signal(answer(await b.told));
        b.link.start("responder", [], null);
        if (which !== "none") b.link.signal(offer(await older.told));
        await talks(a, b);
        await vi.advanceTimersByTimeAsync(RESEND_OFFER_MS);
        await talks(a, b);
        const live = FakePeerConnection.all.filter(
          (one) => one.signalingState === "stable" && one.remoteDescription,
        );
        const [x, y] = (which === "none" ? [a.connection, b.connection] : live.slice(-2)) as [
          FakePeerConnection,
          FakePeerConnection,
        ];
        stand(x, y);
        for (const one of [older, a, b]) one.link.close();
      },
    );

    it("leaves the sending limits in force if the partner does not keep it", async () => {
      const [a, b] = [await prepared("initiator"), await prepared("responder")];
      const another = await prepared("responder");
      const mine = await a.told;
      const its = await b.told;
      a.link.start("initiator", [], null);
      await a.link.limitVideo({ maxBitrate: 40_000, scaleDown: 32 });
      a.link.signal(answer(its));
      another.link.start("responder", [], null);
      another.link.signal(offer(mine));
      await talks(a, another);
      const [first, second] = FakePeerConnection.all.slice(-2);
      expect(first).not.toBe(a.connection);
      expect([...(first?.calls ?? []), ...(second?.calls ?? [])]).toContain("video at most 40000");
      for (const one of [a, b, another]) one.link.close();
    });

    it("omits no candidate that arrives during the rehearsal", async () => {
      const sent: LinkSignal[] = [];
      const link = new NativePeerLink({ signal: (one) => sent.push(one), state() {}, stream() {} });
      const told = link.prepare("responder", [], null);
      await settle();
      const [connection] = FakePeerConnection.all as [FakePeerConnection];
      connection.gathers(); // The text is read in the same task.
      await Promise.resolve();
      connection.onicecandidate?.({ candidate: NET });
      await told;
      link.start("responder", [], null);
      await settle();
      expect(sent).toEqual([{ kind: "candidates", candidates: [{ candidate: "c:1" }] }]);
      link.close();
    });

    it("is not made if it would allocate a relay, or would lack a required one", async () => {
      const plain = async (servers: (typeof TURN)[], policy: RTCIceTransportPolicy) => {
        const link = new NativePeerLink({ signal() {}, state() {}, stream() {} });
        const told = link.prepare("responder", servers, null, { iceTransportPolicy: policy });
        expect(await told).toBeNull();
        expect(last().calls).toEqual([]);
        link.close();
      };
      await plain([TURN], "all");
      await plain([], "relay");
    });

    it("is no longer made by a browser that does not keep it", async () => {
      FakePeerConnection.keepsCredentials = false;
      try {
        const [a, b] = [await prepared("initiator"), await prepared("responder")];
        expect(await b.told).toBeNull();
        const next = last();
        expect(next).not.toBe(b.connection);
        a.link.start("initiator", [], null);
        b.link.start("responder", [], null);
        b.link.signal(offer(await a.told));
        await talks(a, b);
        stand(a.connection, next);
        vi.advanceTimersByTime(RETIRE_MS);
        expect(b.connection.calls.at(-1)).toBe("close");
        for (const one of [a, b]) one.link.close();
        const other = await prepared("responder");
        expect([await other.told, other.connection.calls]).toEqual([null, []]);
        other.link.close();
      } finally {
        FakePeerConnection.keepsCredentials = true;
      }
    });
  });

  it.each(["initiator", "responder"] as const)(
    "makes a new connection with an %s whose page was reloaded",
    async (role) => {
      const [initiator, responder] = await connected();
      const stays = role === "initiator" ? responder : initiator;
      const before = FakePeerConnection.all.length;
      const back = end(role, null, { again: true });
      await talk(back, stays, settle);
      // One at each end; each has the other's description.
      const made = FakePeerConnection.all.slice(before);
      expect(made.map((one) => one.signalingState)).toEqual(["stable", "stable"]);
      const [mine, its] = made as [FakePeerConnection, FakePeerConnection];
      expect(mine.remoteDescription?.sdp).toContain(ufragOf(its.localDescription));
      expect(its.remoteDescription?.sdp).toContain(ufragOf(mine.localDescription));
      expect(stays.states.at(-1)).toBe("interrupted");
      its.becomes("connected");
      expect(stays.states.at(-1)).toBe("connected");
      back.link.close();
      stays.link.close();
    },
  );

  it("starts over if the partner withdraws the answered offer", async () => {
    const offer = (session: number, version: number, ufrag: string): LinkSignal => ({
      kind: "description",
      description: {
        type: "offer",
        sdp: `v=0\r\no=- ${session} ${version} IN IP4 0.0.0.0\r\nm=audio\r\na=ice-ufrag:${ufrag}\r\n`,
      },
    });
    const b = end("responder");
    b.link.signal(offer(1, 2, "one1"));
    await settle();
    // The same offer again, perhaps with more candidates: its answer may be lost.
    b.link.signal(offer(1, 2, "one1"));
    await settle();
    expect(b.descriptions()).toEqual(["answer", "answer"]);
    expect(b.connection.calls.filter((call) => call === "remote offer")).toHaveLength(1);

    b.link.signal(offer(7, 2, "two2"));
    await settle();
    const second = FakePeerConnection.all.at(-1) as FakePeerConnection;
    expect(second).not.toBe(b.connection);
    vi.advanceTimersByTime(RETIRE_MS);
    expect(b.connection.calls.at(-1)).toBe("close");
    expect(second.calls).toEqual(["remote offer", "local answer"]);
    expect(b.descriptions()).toHaveLength(3);

    // A connected link is kept, whatever the partner sends.
    second.becomes("connected");
    b.link.signal(offer(8, 2, "tre3"));
    await settle();
    expect(FakePeerConnection.all.at(-1)).toBe(second);
    b.link.close();
  });
});
