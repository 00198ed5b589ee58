// @vitest-environment happy-dom

import type { Role } from "@nexuschat/client/protocol";
import { describe, expect, it, vi } from "vitest";
import { FakePeerConnection } from "./fake-rtc";
import { HANDSHAKE_MS, handshakesEarly, watchHandshake } from "./handshake-watch";
import { GATHER_MS, NativePeerLink, START_OVERS_MAX } from "./native-peer-link";
import { driveFakeConnections, startEnd, talk } from "./test-ends";

driveFakeConnections();

const settle = () => vi.advanceTimersByTimeAsync(0);
const asBrowser = (one: FakePeerConnection) => one as unknown as RTCPeerConnection;

describe("watchHandshake", () => {
  const watched = () => {
    const connection = new FakePeerConnection();
    connection.addTransceiver("audio");
    const stuck = vi.fn();
    return { connection, stuck, end: watchHandshake(asBrowser(connection), stuck) };
  };

  it("reports a path on which the handshake does not complete", () => {
    const { connection, stuck } = watched();
    connection.finds("checking");
    connection.finds("connected");
    vi.advanceTimersByTime(HANDSHAKE_MS - 1);
    expect(stuck).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(stuck).toHaveBeenCalledTimes(1);
    connection.becomes("failed");
    vi.advanceTimersByTime(10 * HANDSHAKE_MS);
    expect(stuck).toHaveBeenCalledTimes(1);
  });

  it("gives a slow path more time", () => {
    const { connection, stuck } = watched();
    connection.finds("checking");
    vi.advanceTimersByTime(HANDSHAKE_MS);
    connection.finds("connected");
    vi.advanceTimersByTime(HANDSHAKE_MS * 2);
    expect(stuck).not.toHaveBeenCalled();
    vi.advanceTimersByTime(HANDSHAKE_MS);
    expect(stuck).toHaveBeenCalledTimes(1);
  });

  it("reports a handshake that has failed at once", () => {
    const { connection, stuck } = watched();
    connection.handshakeState = "failed";
    connection.becomes("failed");
    expect(stuck).toHaveBeenCalledTimes(1);
  });

  it.each(["completes", "is not watched any more"])("ignores a handshake that %s", (why) => {
    const { connection, stuck, end } = watched();
    connection.finds("checking");
    connection.finds("connected");
    if (why === "completes") connection.becomes("connected");
    else end();
    vi.advanceTimersByTime(10 * HANDSHAKE_MS);
    connection.becomes("disconnected");
    connection.becomes("failed");
    expect(stuck).not.toHaveBeenCalled();
    end();
  });

  it("detects a browser that starts the handshake without a path", () => {
    const { connection } = watched();
    expect(handshakesEarly(asBrowser(connection))).toBe(false);
    connection.handshakeState = "connecting";
    expect(handshakesEarly(asBrowser(connection))).toBe(true);
  });
});

describe("a link whose handshake hangs", () => {
  const end = (role: Role) => startEnd((events) => new NativePeerLink(events), role);
  const hang = async (connection: FakePeerConnection) => {
    connection.finds("checking");
    connection.finds("connected");
    await vi.advanceTimersByTimeAsync(HANDSHAKE_MS);
  };
  const newest = () => FakePeerConnection.all.slice(-2) as [FakePeerConnection, FakePeerConnection];

  it.each(["initiator", "responder"] as const)(
    "is replaced at both ends when the %s notices",
    async (who) => {
      const [a, b] = [end("initiator"), end("responder")];
      await talk(a, b, settle);
      await hang(who === "initiator" ? a.connection : b.connection);
      await talk(a, b, settle);
      const [one, other] = newest();
      expect([a.connection, b.connection]).not.toContain(one);
      expect([a.connection, b.connection]).not.toContain(other);
      expect([one.signalingState, other.signalingState]).toEqual(["stable", "stable"]);
      for (const next of [one, other]) next.becomes("connected");
      expect([a.states.at(-1), b.states.at(-1)]).toEqual(["connected", "connected"]);
      for (const { link } of [a, b]) link.close();
    },
  );

  it("is replaced although the initiator considers it complete", async () => {
    const [a, b] = [end("initiator"), end("responder")];
    await talk(a, b, settle);
    a.connection.becomes("connected");
    await hang(b.connection);
    await talk(a, b, settle);
    const [one, other] = newest();
    expect([a.connection, b.connection]).not.toContain(one);
    for (const next of [one, other]) next.becomes("connected");
    expect(a.states).toEqual(["connecting", "connected", "interrupted", "connected"]);
    expect(b.states).toEqual(["connecting", "connected"]);
    for (const { link } of [a, b]) link.close();
  });

  it("is given up after a fixed number of attempts", async () => {
    const [a, b] = [end("initiator"), end("responder")];
    for (let i = 0; i <= START_OVERS_MAX; i++) {
      await talk(a, b, settle);
      const mine = FakePeerConnection.all
        .filter(({ calls }) => calls.includes("local offer"))
        .at(-1);
      await hang(mine as FakePeerConnection);
    }
    expect(a.states.at(-1)).toBe("failed");
    for (const { link } of [a, b]) link.close();
  });

  it("stops pre-generating answers after one of those hung, and only then", async () => {
    const made = async (role: Role) => {
      const at = FakePeerConnection.all.length;
      const link = new NativePeerLink({ signal() {}, state() {}, stream() {} });
      const told = link.prepare(role, [], null);
      await vi.advanceTimersByTimeAsync(GATHER_MS);
      return { link, told: await told, connection: FakePeerConnection.all[at] };
    };
    // All handshakes that hung above were answered in the room: a busy machine may have been slow.
    const [a, b] = [await made("initiator"), await made("responder")];
    expect(b.told).not.toBeNull();
    b.link.start("responder", [], null);
    b.link.signal({ kind: "description", description: { type: "offer", sdp: a.told ?? "" } });
    await settle();
    b.connection?.finds("checking");
    b.connection?.finds("connected");
    await vi.advanceTimersByTimeAsync(HANDSHAKE_MS);
    const next = await made("responder");
    expect(next.told).toBeNull();
    for (const { link } of [a, b, next]) link.close();
  });
});

describe("a link without a candidate of its own", () => {
  const link = () => {
    const failures: (number | undefined)[] = [];
    const one = new NativePeerLink({
      signal() {},
      state: (state, relayError) => state === "failed" && failures.push(relayError),
      stream() {},
    });
    return { one, failures };
  };
  const finish = (connection: FakePeerConnection | undefined) => {
    connection?.gathers();
    connection?.onicecandidate?.({ candidate: null });
  };

  it("fails as soon as gathering is complete", async () => {
    const { one, failures } = link();
    one.start("initiator", [], null);
    await settle();
    finish(FakePeerConnection.all.at(-1));
    expect(failures).toEqual([undefined]);
    one.close();
  });

  it("reports the relay's error code", async () => {
    const { one, failures } = link();
    one.start("initiator", [], null, { iceTransportPolicy: "relay" });
    await settle();
    const connection = FakePeerConnection.all.at(-1);
    connection?.onicecandidateerror?.({ url: "stun:stun.example", errorCode: 701 });
    connection?.onicecandidateerror?.({ url: "turn:relay.example?transport=udp", errorCode: 401 });
    finish(connection);
    expect(failures).toEqual([401]);
    one.close();
  });

  it("has no pre-generated description, and fails as soon as it is needed", async () => {
    const { one, failures } = link();
    const told = one.prepare("initiator", [], null);
    await settle();
    finish(FakePeerConnection.all.at(-1));
    expect(await told).toBeNull();
    expect(failures).toEqual([]);
    one.start("initiator", [], null);
    expect(failures).toEqual([undefined]);
    one.close();
  });
});
