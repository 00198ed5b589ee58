// Visitors meet, talk and part.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import type { IceCandidate } from "../../clients/js/src/protocol.ts";
import { DEPLOYMENTS } from "../support/deployment.ts";
import { census, eventually, useStage } from "../support/story.ts";
import { meet, sitDown, talk } from "../support/visitor.ts";

const SDP = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind);

  test("two visitors with the same interest meet, however they spell it", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const [cleo, dora] = [await stage.arrive(), await stage.arrive()];
    await anna.wait({ interests: ["caf\u00e9"] });
    await cleo.wait({ interests: ["STRASSE"] });
    dora.find({ interests: ["stra\u00dfe"] });
    ben.find({ interests: ["CAFE\u0301"] });
    const [a, b, c, d] = await Promise.all([anna, ben, cleo, dora].map((one) => one.matched()));
    expect([a?.room, c?.room]).toEqual([b?.room, d?.room]);
    expect([a, b, c, d].map((one) => one?.partner.interests)).toEqual([
      ["caf\u00e9"],
      ["caf\u00e9"],
      ["strasse"],
      ["strasse"],
    ]);
  });

  test("two visitors meet", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const queued = await anna.wait({ interests: ["Music", "chess"], languages: ["en", "fr"] });
    expect(queued.waiting).toBe(1);
    ben.find({ interests: ["music", "films"], languages: ["fr"] });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect(b.room).toBe(a.room);
    expect(b.home).toEqual(a.home);
    expect([a.role, b.role].sort()).toEqual(["initiator", "responder"]);
    expect(a.seat).not.toBe(b.seat);
    expect(a.expires_in_ms).toBeGreaterThan(10_000);
    expect(a.partner).toEqual({ interests: ["music"], languages: ["fr"] });
    expect(b.partner).toEqual(a.partner);

    const first = await anna.join(a);
    expect(first).toMatchObject({ role: a.role, partner: "awaited" });
    const second = await ben.join(b);
    expect(second).toMatchObject({ role: b.role, partner: "present" });
    await anna.expect("partner_joined");
    expect(await census(stage.deployment)).toEqual({ online: 2, rooms: 1 });
  });

  test("a message in a room arrives unchanged", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room, initiator, responder } = await meet(anna, ben);
    const candidates: IceCandidate[] = [
      { candidate: "candidate:1 1 udp 2 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0 },
      { candidate: "", usernameFragment: "é😀" },
    ];
    const offer = { type: "offer", sdp: SDP } as const;
    initiator.sendRoom({ type: "description", room, description: offer });
    initiator.sendRoom({ type: "candidates", room, candidates });
    initiator.sendRoom({ type: "candidates", room, candidates: [] });
    expect((await responder.expect("description")).description).toEqual(offer);
    expect((await responder.expect("candidates")).candidates).toEqual(candidates);
    expect((await responder.expect("candidates")).candidates).toEqual([]);

    const answer = { type: "answer", sdp: `${SDP}a=${"x".repeat(16_000)}\r\n` } as const;
    responder.sendRoom({ type: "description", room, description: answer });
    responder.sendRoom({ type: "typing", room, on: true });
    responder.sendRoom({ type: "react", room, emoji: "wave" });
    responder.sendRoom({ type: "card", room, n: 3 });
    const media = { microphone: true, camera: false, screen: true };
    responder.sendRoom({ type: "media", room, ...media });
    responder.sendRoom({ type: "video", room, on: true });
    expect((await initiator.expect("description")).description).toEqual(answer);
    expect(await initiator.expect("typing")).toEqual({ type: "typing", room, on: true });
    expect(await initiator.expect("react")).toEqual({ type: "react", room, emoji: "wave" });
    expect(await initiator.expect("card")).toEqual({ type: "card", room, n: 3 });
    expect(await initiator.expect("media")).toEqual({ type: "media", room, ...media });
    expect(await initiator.expect("video")).toEqual({ type: "video", room, on: true });
    expect(initiator.inbox.rest("room")).toEqual([]);
    expect(responder.inbox.rest("room")).toEqual([]);
  });

  test("a chat message gets a time and its sender's next number, and is acknowledged", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await meet(anna, ben);
    const before = Date.now();
    const texts = ["hello", '</script>\n"\\\u200e', "😀".repeat(512)];
    for (const [i, text] of texts.entries()) {
      const { received, delivered } = await talk(anna, ben, text);
      expect(received.text).toBe(text);
      expect(received.sequence).toBe(i + 1);
      expect(received.at_ms).toBeGreaterThan(before - 5_000);
      const { id, room, sequence, at_ms } = received;
      expect(delivered).toEqual({ type: "delivered", id, room, sequence, at_ms });
    }
    expect((await talk(ben, anna, "hi")).received.sequence).toBe(1);
  });

  test("after a skip, the next match uses the sockets that are open", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const first = await meet(anna, ben);
    await cleo.wait();
    const lines = [anna.match, anna.roomLine];
    anna.leave("skip");
    anna.find();
    expect(await ben.expect("partner_left")).toMatchObject({ room: first.room, reason: "skip" });
    const [a, c] = await Promise.all([anna.matched(), cleo.matched()]);
    expect(a.room).not.toBe(first.room);
    expect(a.home).toEqual(first.matched.get(anna)?.home);
    await Promise.all([sitDown(anna, a), sitDown(cleo, c)]);
    expect([anna.match, anna.roomLine]).toEqual(lines);
    await talk(anna, cleo, "a new face");
    await talk(cleo, anna, "indeed");
    expect(ben.roomLine.isOpen && ben.match.isOpen).toBe(true);
    ben.find();
    await ben.expect("queued");
  });

  test("a join on a socket that is in a room leaves that room first", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    await cleo.wait();
    anna.find();
    const [a, c] = await Promise.all([anna.matched(), cleo.matched()]);
    await Promise.all([sitDown(anna, a), sitDown(cleo, c)]);
    expect(await ben.expect("partner_left")).toMatchObject({ room, reason: "skip" });
  });

  test.each(["stop", "ice_failed", "media_failed", "reported"] as const)(
    "a visitor who leaves with %s has left, and the partner is sent the reason",
    async (reason) => {
      const [anna, ben] = [await stage.arrive(), await stage.arrive()];
      const { room } = await meet(anna, ben);
      anna.leave(reason);
      expect(await ben.expect("partner_left")).toMatchObject({ room, reason });
      ben.chat("are you there?", room);
      expect((await ben.expect("error")).code).toBe("stale_room");
      await anna.fence("room");
      await anna.fence("match");
      expect(anna.inbox.rest()).toEqual([]);
      expect((await census(stage.deployment)).rooms).toBe(0);
    },
  );

  test("the partner of a visitor who closes the tab is sent the reason disconnected", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    await anna.depart();
    expect(await ben.expect("partner_left")).toMatchObject({ room, reason: "disconnected" });
  });

  test("a room waits for a partner who loses the network", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    anna.vanish();
    expect(await ben.expect("partner_away")).toMatchObject({ room, grace_ms: 30_000 });
  });

  test("a waiting visitor who vanishes leaves the queue", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    anna.vanish();
    await eventually("anna is gone", async () => (await census(stage.deployment)).online === 1);
    expect((await ben.wait()).waiting).toBe(1);
    expect(ben.inbox.rest()).toEqual([]);
  });

  test("a visitor who cancels is not matched, and can search again", async () => {
    const [anna, ben] = [await stage.arrive({ node: 0 }), await stage.arrive({ node: 0 })];
    await anna.wait();
    anna.cancel();
    await anna.expect("cancelled", { where: ({ find }) => find === 1 });
    expect((await ben.wait()).waiting).toBe(1);
    expect(anna.inbox.rest()).toEqual([]);
    anna.find();
    await Promise.all([anna.matched(), ben.matched()]);
  });

  test("a newer find replaces an older one", async () => {
    const [anna, ben] = [await stage.arrive({ node: 0 }), await stage.arrive({ node: 0 })];
    await anna.wait({ mode: "video" });
    await anna.wait({ mode: "text" });
    expect((await ben.wait({ mode: "video" })).waiting).toBe(2);
    ben.find({ mode: "text" });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect(a.room).toBe(b.room);
    expect(a.find).toBe(2);
  });

  test("a find whose number does not rise is refused and changes nothing", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    anna.sendMatch({ type: "find", find: 1, mode: "text" });
    expect(await anna.expect("error")).toMatchObject({ code: "unexpected", of: "find", find: 1 });
    ben.find();
    await Promise.all([anna.matched(), ben.matched()]);
  });

  test("video and text visitors never match", async () => {
    const names = ["video", "text", "text", "video"] as const;
    const visitors = [];
    for (const mode of names) {
      const visitor = await stage.arrive();
      visitor.find({ mode });
      if (visitors.length < 2) await visitor.expect("queued");
      visitors.push(visitor);
    }
    const rooms = [];
    for (const visitor of visitors) rooms.push((await visitor.matched()).room);
    expect(rooms[0]).toBe(rooms[3]);
    expect(rooms[1]).toBe(rooms[2]);
    expect(rooms[0]).not.toBe(rooms[1]);
  });

  test("the visitor who waited longest is matched first", async () => {
    // Different interests keep these two from matching each other for now.
    const [anna, cleo] = [await stage.arrive(), await stage.arrive()];
    await anna.wait({ interests: ["music"] });
    await cleo.wait({ interests: ["chess"] });
    const ben = await stage.arrive();
    ben.find({ interests: ["chess", "music"] });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect(a.room).toBe(b.room);
  });

  test("a visitor never meets itself", async () => {
    const anna = await stage.arrive({ node: 0 });
    await anna.wait();
    const again = await stage.arrive({ node: 1, session: anna.session });
    expect(again.id).toBe(anna.id);
    // A node closes the older socket. The store keeps one ticket of a visitor over all nodes.
    const isOneNode = stage.deployment.matchUrls.length === 1;
    if (isOneNode) expect((await anna.match.expectClose()).code).toBe(4505);
    expect((await again.wait()).waiting).toBe(1);
    expect([...anna.inbox.rest(), ...again.inbox.rest()]).toEqual([]);
  });

  test("a pre-generated offer goes to the responder only", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait({ offer: `${SDP}anna` });
    ben.find({ offer: `${SDP}ben` });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    const [initiator, responder] = a.role === "initiator" ? [a, b] : [b, a];
    expect(initiator.offer).toBeUndefined();
    expect(responder.offer).toBe(`${SDP}${responder === a ? "ben" : "anna"}`);
  });

  test("a pre-generated answer goes to the initiator only", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const answer = `${SDP}a=${"x".repeat(16_000)}\r\n`;
    await anna.wait({ offer: `${SDP}anna`, answer: `${SDP}anna's, for nobody` });
    ben.find({ offer: answer, answer });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect([a.role, b.role]).toEqual(["initiator", "responder"]);
    expect([a.answer, b.answer]).toEqual([answer, undefined]);
    expect([a.offer, b.offer]).toEqual([undefined, `${SDP}anna`]);
  });

  test("a pre-generated answer is delivered only if its find matches immediately", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait({ answer: `${SDP}anna` });
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect([a.role, b.role]).toEqual(["initiator", "responder"]);
    expect([a.answer, b.answer]).toEqual([undefined, undefined]);
  });

  test("a newer offer replaces the older one, and an offer for another search is ignored", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait({ offer: `${SDP}old` });
    anna.sendMatch({ type: "offer", find: 1, offer: `${SDP}new` });
    anna.sendMatch({ type: "offer", find: 7, offer: `${SDP}of another find` });
    await anna.fence("match");
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect([a.role, b.role]).toEqual(["initiator", "responder"]);
    expect(b.offer).toBe(`${SDP}new`);
  });

  test("an answer may follow the join immediately, and waits for a partner who has not joined", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    await anna.wait();
    ben.find();
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    const room = b.room;
    const answer = { type: "answer", sdp: SDP } as const;
    await ben.sendJoin(b);
    ben.sendRoom({ type: "description", room, description: answer });
    await ben.expect("joined");
    expect((await anna.join(a)).partner).toBe("present");
    expect((await anna.expect("description")).description).toEqual(answer);
  });

  test("only its session makes a visitor the same visitor again", async () => {
    const anna = await stage.arrive();
    await anna.depart();
    const back = await stage.arrive({ session: anna.session });
    expect(back.id).toBe(anna.id);
    const last = anna.session.at(-2) === "A" ? "B" : "A";
    const forged = await stage.arrive({ session: `${anna.session.slice(0, -2)}${last}A` });
    expect(forged.id).not.toBe(anna.id);
    const other = await stage.arrive();
    expect(other.id).not.toBe(anna.id);
  });

  test("find requires hello, and a second hello is refused", async () => {
    const anna = await stage.arrive();
    anna.sendMatch({ type: "hello", protocol: 2 });
    expect(await anna.expect("error")).toMatchObject({ code: "unexpected", of: "hello" });
    await anna.wait();
  });
});
