// Rooms whose members cannot reach the home node: where both members meet again.
// SPDX-License-Identifier: MIT
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Home, Id, MatchedMessage } from "../../clients/js/src/protocol.ts";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import { leakedIds } from "../support/ids.ts";
import { talk, Visitor } from "../support/visitor.ts";

/** More than a room socket may send at once without a resume or a move. */
const SAID_AGAIN = 20;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment("split");
});
afterAll(() => deployment.stop());

type Member = {
  readonly visitor: Visitor;
  readonly matched: MatchedMessage;
  readonly seat: string;
};

/** Two members of a room whose sockets to its home are closed. */
async function lostTheirHome(): Promise<readonly [Member, Member]> {
  const visitors = await Promise.all([0, 1].map((node) => Visitor.arrive(deployment, { node })));
  const [first, second] = visitors as [Visitor, Visitor];
  await first.wait();
  second.find();
  const [a, b] = await Promise.all([first.matched(), second.matched()]);
  const { seat: seatOfFirst } = await first.join(a);
  const { seat: seatOfSecond } = await second.join(b);
  second.roomLine.cut();
  await first.expect("partner_away");
  first.roomLine.cut();
  return [
    { visitor: first, matched: a, seat: seatOfFirst },
    { visitor: second, matched: b, seat: seatOfSecond },
  ];
}

function ask({ visitor, matched, seat }: Member): void {
  visitor.sendMatch({ type: "rehome", room: matched.room, seat });
}

async function isToldToStay(member: Member): Promise<void> {
  ask(member);
  const error = await member.visitor.expect("error", { on: "match" });
  expect(error).toMatchObject({ of: "rehome", code: "unavailable" });
}

/** Requests a move, is given a new home and takes its seat there. */
async function moves(member: Member): Promise<Home> {
  ask(member);
  const { home, room } = await member.visitor.expect("rehomed");
  await member.visitor.sendJoin({ home, seat: member.seat, room });
  await member.visitor.expect("joined", { where: (joined) => joined.room === room });
  return home;
}

/** Resumes the seat at the old home. */
async function resumes(member: Member): Promise<void> {
  await member.visitor.goTo(member.matched.home);
  member.visitor.sendRoom({ type: "join", seat: member.seat, received: 0 });
}

describe("a room that both members have lost", () => {
  test("moves at once, and unacknowledged messages may be resent at once", async () => {
    const [one, other] = await lostTheirHome();
    await isToldToStay(one);
    const home = await moves(other);
    expect(home.node).not.toBe(one.matched.home.node);
    expect((await moves(one)).node).toBe(home.node);
    const ids = Array.from({ length: SAID_AGAIN }, (_, i) => one.visitor.chat(`line ${i}`));
    for (const id of ids)
      await other.visitor.expect("chat_received", { where: (c) => c.id === id });
    expect(leakedIds([one.visitor, other.visitor])).toEqual([]);
  });

  test("redirects a member that reconnects to the old home after the partner moved it", async () => {
    const [one, other] = await lostTheirHome();
    await isToldToStay(one);
    const home = await moves(other);
    await resumes(one);
    const error = await one.visitor.expect("error", { on: "room" });
    expect(error).toMatchObject({ of: "join", code: "room_moved" });
    expect((await moves(one)).node).toBe(home.node);
    await talk(one.visitor, other.visitor, "found you");
  });

  test("stays at its home if one member resumes before the other asks for a move", async () => {
    const [one, other] = await lostTheirHome();
    await isToldToStay(one);
    await resumes(one);
    await one.visitor.expect("resumed");
    await isToldToStay(other);
    await resumes(other);
    await other.visitor.expect("resumed");
    const room: Id = one.matched.room;
    const id = one.visitor.chat("still here", room);
    await other.visitor.expect("chat_received", { where: (chat) => chat.id === id });
  });
});
