// In relay-only calls, a hostile client never learns an address of its partner.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import type { IceCandidate } from "../../clients/js/src/protocol.ts";
import { TURN_SECRET } from "../support/coturn.ts";
import { DEPLOYMENTS } from "../support/deployment.ts";
import { type Stage, useStage } from "../support/story.ts";
import { readToken } from "../support/tokens.ts";
import { meet, type Pair, talk, type Visitor } from "../support/visitor.ts";

const RELAY_IP = "198.51.100.4";
/** Everything that reveals where a visitor is. */
const ADDRESSES = ["192.168.7.77", "203.0.113.77", "203.0.113.88", "2001:db8:77::7"];
/** As words: a time of day has these digits, too. */
const PORTS = [/\b5077\b/, /\b6077\b/];
const NAME = "0b2b7cf4-2ae2-4e0c-a54f-8d5b1c1b6f1c.local";
const [HOST, REFLEXIVE, PEER_REFLEXIVE, HOST6] = ADDRESSES;

const CANDIDATES = [
  `candidate:1 1 udp 2122260223 ${HOST} 5077 typ host generation 0 ufrag aB+/ network-id 1`,
  `candidate:2 1 udp 2122260222 ${HOST6} 5077 typ host`,
  `candidate:3 1 udp 2122260221 ${NAME} 5077 typ host`,
  `candidate:4 1 tcp 1518280447 ${HOST} 9 typ host tcptype active`,
  `candidate:5 1 udp 1686052607 ${REFLEXIVE} 6077 typ srflx raddr ${HOST} rport 5077`,
  `candidate:6 1 UDP 1686052607 ${PEER_REFLEXIVE} 6077 TYP PRFLX RADDR ${HOST} RPORT 5077`,
  `candidate:7 1 udp 41885439 ${RELAY_IP} 49160 typ relay raddr ${REFLEXIVE} rport 6077`,
  `a=candidate:8 1 udp 41885439 ${RELAY_IP} 49161 typ relay raddr ${HOST6} rport 5077`,
  `candidate:9 1 udp ${HOST} 5077 typ host`,
  `${HOST} 5077 typ relay`,
];
const PASSED = [49160, 49161].map(
  (port, i) =>
    `candidate:${7 + i} 1 udp 41885439 ${RELAY_IP} ${port} typ relay raddr 0.0.0.0 rport 0`,
);

function sdpOf(lineEnd: string): string {
  const candidates = CANDIDATES.map((one) => (one.startsWith("a=") ? one : `a=${one}`));
  const lines = [
    ...["v=0", `o=- 1 2 IN IP4 ${HOST}`, "s=-", `c=IN IP4 ${REFLEXIVE}`, "t=0 0"],
    ...["m=video 6077 UDP/TLS/RTP/SAVPF 96", `c=IN IP6 ${HOST6}`, `a=rtcp:5077 IN IP4 ${HOST}`],
    ...["a=ice-ufrag:aB+/", `a=remote-candidates:1 ${HOST} 5077`, ...candidates, "a=mid:0", ""],
  ];
  return lines.join(lineEnd);
}

/** The honest client sends all it knows; its partner receives relay candidates only. */
async function expectHidden({ room }: Pair, honest: Visitor, hostile: Visitor): Promise<void> {
  for (const lineEnd of ["\r\n", "\n", "\r"]) {
    honest.sendRoom({
      type: "description",
      room,
      description: { type: "offer", sdp: sdpOf(lineEnd) },
    });
    const { description } = await hostile.expect("description");
    expect(description.type).toBe("offer");
    const lines = description.sdp?.split("\r\n") ?? [];
    expect(lines.filter((line) => line.includes("candidate"))).toEqual(
      PASSED.map((one) => `a=${one}`),
    );
    expect(lines).toContain("a=ice-ufrag:aB+/");
    expect(lines).toContain("m=video 9 UDP/TLS/RTP/SAVPF 96");
  }
  const candidates: IceCandidate[] = CANDIDATES.map((candidate) => ({ candidate, sdpMid: "0" }));
  honest.sendRoom({ type: "candidates", room, candidates });
  expect((await hostile.expect("candidates")).candidates).toEqual(
    PASSED.map((candidate) => ({ candidate, sdpMid: "0" })),
  );
  // Without a partner's candidate, a dropped candidate does not become the end of candidates.
  for (const one of candidates.slice(0, 6)) {
    honest.sendRoom({ type: "candidates", room, candidates: [one] });
  }
  await talk(honest, hostile, "hello");
  honest.sendRoom({ type: "candidates", room, candidates: [] });
  expect((await hostile.expect("candidates")).candidates).toEqual([]);
  expectNothingLearnt(hostile);
}

function expectNothingLearnt(hostile: Visitor): void {
  const received = JSON.stringify(hostile.inbox.received);
  for (const address of [...ADDRESSES, NAME]) expect(received).not.toContain(address);
  for (const port of PORTS) expect(received).not.toMatch(port);
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const settings = (shield: string) => ({
    settings: {
      NEXUS_ICE_SHIELD: shield,
      NEXUS_ICE_TURN_URLS: `turn:${RELAY_IP}`,
      NEXUS_ICE_TURN_SECRETS: TURN_SECRET,
    },
  });
  const two = async (stage: Stage): Promise<[Visitor, Visitor]> => [
    await stage.arrive(),
    await stage.arrive(),
  ];

  describe("always relay-only", () => {
    const stage = useStage(kind, settings("always"));

    // Two who write may agree on a video call.
    test.each(["video", "text"] as const)(
      "neither learns an address of the other by %s",
      async (mode) => {
        const [anna, ben] = await two(stage);
        const pair = await meet(anna, ben, { mode });
        for (const matched of pair.matched.values()) {
          expect(matched.relay_only).toBe(true);
          expect(matched.ice_servers).toHaveLength(1);
        }
        await expectHidden(pair, anna, ben);
        await expectHidden(pair, ben, anna);
      },
    );

    test("a pre-generated offer holds the relay only, whatever a hostile client put into it", async () => {
      const [anna, ben] = await two(stage);
      anna.sendMatch({ type: "find", find: 1, mode: "video" });
      await anna.expect("queued");
      for (const lineEnd of ["\n", "\r", "\r\n"]) {
        anna.sendMatch({ type: "offer", find: 1, offer: sdpOf(lineEnd) });
      }
      // The answer to this message proves that the server has processed the offers before it.
      anna.sendMatch({ type: "renew_ice" });
      await anna.expect("ice_renewed");
      ben.find({ answer: sdpOf("\r\n") });
      const { role, offer } = await ben.matched();
      expect(role).toBe("responder");
      expect((await anna.expect("matched")).answer).toBeUndefined();
      const lines = offer?.split("\r\n") ?? [];
      expect(lines.filter((line) => line.includes("candidate"))).toEqual(
        PASSED.map((one) => `a=${one}`),
      );
      expectNothingLearnt(anna);
      expectNothingLearnt(ben);
    });
  });

  describe("relay-only by choice", () => {
    const stage = useStage(kind, settings("choice"));

    test.each(["the waiting visitor", "the finder"])(
      "the wish of %s holds for both",
      async (who) => {
        const [anna, ben] = await two(stage);
        await anna.wait({ relay_only: who === "the waiting visitor", offer: sdpOf("\r\n") });
        ben.find({ relay_only: who === "the finder", answer: sdpOf("\r\n") });
        const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
        expect([a.relay_only, b.relay_only]).toEqual([true, true]);
        expect([a.offer, a.answer, b.answer]).toEqual([undefined, undefined, undefined]);
        // A pre-generated offer from a direct connection would be useless here.
        if (who === "the finder") expect(b.offer).toBeUndefined();
        else expect(b.offer).toContain(`a=${PASSED[0]}`);
        expectNothingLearnt(ben);
        await Promise.all([anna.join(a), ben.join(b)]);
        const pair = { room: a.room } as Pair;
        await expectHidden(pair, anna, ben);
        await expectHidden(pair, ben, anna);
      },
    );

    test("a hostile client cannot remove the relay-only mark of its token", async () => {
      const [anna, rogue] = await two(stage);
      await anna.wait({ relay_only: true });
      rogue.find();
      const [a, b] = await Promise.all([anna.matched(), rogue.matched()]);
      const { role } = readToken(b.seat);
      expect(role).toMatch(/^[01]\+relay$/);
      const bare = b.seat.replace(`~${role}~`, `~${role.charAt(0)}~`);
      await rogue.sendJoin({ ...b, seat: bare });
      expect((await rogue.expect("error")).code).toBe("token_invalid");
      await anna.join(a);
      await rogue.join(b);
      await expectHidden({ room: a.room } as Pair, anna, rogue);
    });

    test("a visitor without the wish connects directly, also after a relay-only room", async () => {
      const [anna, ben, cleo] = [...(await two(stage)), await stage.arrive()];
      await meet(anna, ben, { relay_only: true });
      anna.leave();
      await ben.expect("partner_left");
      const pair = await meet(cleo, anna);
      expect(pair.matched.get(anna)?.relay_only).toBeUndefined();
      const candidates = CANDIDATES.map((candidate) => ({ candidate }));
      anna.sendRoom({ type: "candidates", room: pair.room, candidates });
      expect((await cleo.expect("candidates")).candidates).toEqual(candidates);
    });
  });
});
