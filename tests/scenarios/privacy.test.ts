// What a client learns of its partners: never an id, by which it could recognise them.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import schema from "../../protocol/schema.json" with { type: "json" };
import { DEPLOYMENTS } from "../support/deployment.ts";
import { leakedIds } from "../support/ids.ts";
import { useStage } from "../support/story.ts";
import { meet, type Pair, talk, type Visitor } from "../support/visitor.ts";

function about({ room, matched }: Pair, visitor: Visitor) {
  const encounter = matched.get(visitor)?.encounter;
  if (encounter === undefined) throw new Error(`${visitor.name} got no encounter`);
  return { room, encounter };
}

/** Blocks the partner of that room with `session`; returns the new session. */
async function block(pair: Pair, visitor: Visitor, session = visitor.session): Promise<string> {
  visitor.session = session;
  await visitor.connect();
  visitor.sendMatch({ type: "block", ...about(pair, visitor) });
  return (await visitor.expect("blocked")).session;
}

const SETTINGS = { NEXUS_MATCHING_RECENT_MINUTES: "0", NEXUS_MATCHING_INTERESTS_PATIENCE_S: "1" };
/** Their stories are in moving, signals, ban, work and cool-down; the stage there checks each text too. */
const ELSEWHERE = ["rehomed", "goodbye", "banned", "challenge", "cool_down"];
const { match_server, room_server } = schema["x-channels"];
const ALL = [...match_server.messages, ...room_server.messages];

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind, { settings: SETTINGS });

  test("no text that a client receives holds the id of another visitor", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    // Every message of a conversation: hello, find with all its fields, matched, join, chat, leave.
    await cleo.wait({ interests: ["go"], mode: "text" });
    await cleo.expect("widened");
    cleo.cancel();
    await cleo.expect("cancelled");
    const wishes = { interests: ["chess"], languages: ["en"] };
    const first = await meet(anna, ben, wishes);
    await talk(anna, ben, "hello");
    const { room } = first;
    anna.sendRoom({ type: "typing", room, on: true });
    anna.sendRoom({ type: "react", room, emoji: "wave" });
    anna.sendRoom({ type: "card", room, n: 1 });
    anna.sendRoom({ type: "media", room, microphone: true, camera: false, screen: false });
    anna.sendRoom({ type: "reveal", room, on: false });
    anna.sendRoom({ type: "video", room, on: true });
    anna.sendRoom({ type: "description", room, description: { type: "offer", sdp: "v=0" } });
    anna.sendRoom({ type: "candidates", room, candidates: [{ candidate: "" }] });
    await ben.expect("candidates");
    for (const one of [anna, ben]) one.sendRoom({ type: "like", room, on: true });
    await Promise.all([anna.expect("liked"), ben.expect("liked")]);
    anna.sendMatch({ type: "renew_ice" });
    await anna.expect("ice_renewed");
    // A refused report, a report, a block, a repeated block.
    anna.sendMatch({ type: "report", room: first.room, reason: "spam" });
    await anna.expect("error", { on: "match" });
    anna.sendMatch({
      type: "report",
      ...about(first, anna),
      reason: "spam",
      note: "sells watches",
    });
    anna.session = (await anna.expect("reported")).session;
    ben.session = await block(first, ben);
    ben.session = await block(first, ben);
    // The session on a new socket, at another node if the deployment has several.
    await anna.connect(1);
    // The room socket drops, and its seat is resumed.
    const seat = anna.inbox.received.flatMap(({ message }) =>
      message.type === "joined" ? [message.seat] : [],
    )[0];
    anna.roomLine.cut();
    await ben.expect("partner_away");
    const home = first.matched.get(anna)?.home;
    if (home === undefined || seat === undefined) throw new Error("anna has no seat");
    anna.sendMatch({ type: "rehome", room: first.room, seat });
    await anna.expect("error", { on: "match", where: ({ of }) => of === "rehome" });
    await anna.goTo(home);
    anna.sendRoom({ type: "join", seat: seat, received: 0 });
    await anna.expect("resumed");
    anna.leave("reported");
    await ben.expect("partner_left");
    // Both meet other visitors, with their block lists.
    await meet(cleo, anna);
    anna.leave();
    await cleo.expect("partner_left");
    await meet(ben, cleo);

    expect(leakedIds([anna, ben, cleo])).toEqual([]);
    const received = [anna, ben, cleo].flatMap(({ inbox }) =>
      inbox.received.map((one): string => one.message.type),
    );
    expect(new Set(received)).toEqual(new Set(ALL.filter((type) => !ELSEWHERE.includes(type))));
  });

  test("two blocks do not reveal whether both partners were the same visitor", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const meetAndPart = async (partner: Visitor): Promise<Pair> => {
      const pair = await meet(anna, partner);
      anna.leave();
      await partner.expect("partner_left");
      return pair;
    };
    const fresh = anna.session;
    const pairs = [await meetAndPart(ben), await meetAndPart(ben), await meetAndPart(cleo)];
    // First each block with the session that blocks nobody, then one after the other with the growing list.
    const apart: string[] = [];
    for (const pair of pairs) apart.push(await block(pair, anna, fresh));
    const together: string[] = [];
    for (const pair of pairs) together.push(await block(pair, anna));
    const sessions = [fresh, ...apart, ...together];
    expect(new Set(sessions).size).toBe(sessions.length);
    expect(new Set(sessions.map(({ length }) => length)).size).toBe(1);
  });
});
