// Two visitors that like each other meet again; nobody else learns of a like or of a search.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import type { FindMessage, Id } from "../../clients/js/src/protocol.ts";
import { DEPLOYMENTS } from "../support/deployment.ts";
import { useStage } from "../support/story.ts";
import { meet, type Pair, sitDown, talk, type Visitor } from "../support/visitor.ts";

type Again = NonNullable<FindMessage["again"]>;

/** The visitor's proof that it met its partner in that room. */
function liked({ room, matched }: Pair, visitor: Visitor): Again {
  const encounter = matched.get(visitor)?.encounter;
  if (encounter === undefined) throw new Error(`${visitor.name} was not sent an encounter`);
  return [{ room, encounter }];
}

function like(visitor: Visitor, room: Id, on = true): void {
  visitor.sendRoom({ type: "like", room, on });
}

async function part(leaver: Visitor, partner: Visitor): Promise<void> {
  leaver.leave();
  await partner.expect("partner_left");
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  // In the split deployment the visitors of a test arrive at different matching nodes.
  const stage = useStage(kind);

  test("both learn of it once both like, and neither before", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    like(anna, room);
    await anna.fence("room");
    like(ben, room, false);
    await ben.fence("room");
    expect([...anna.inbox.rest(), ...ben.inbox.rest()]).toEqual([]);
    like(ben, room);
    await Promise.all([anna.expect("liked"), ben.expect("liked")]);
    await talk(anna, ben, "then until later");
  });

  test("the two meet again before anybody else, whatever they wish", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    for (const one of [anna, ben]) like(one, pair.room);
    await Promise.all([anna.expect("liked"), ben.expect("liked")]);
    await part(anna, ben);

    await cleo.wait({ interests: ["chess"] });
    await anna.wait({ interests: ["films"], again: liked(pair, anna) });
    ben.find({ interests: ["chess"], again: liked(pair, ben) });
    const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
    expect(a.room).toBe(b.room);
    expect([a.again, b.again]).toEqual([pair.room, pair.room]);
    await Promise.all([sitDown(anna, a), sitDown(ben, b)]);
    await talk(ben, anna, "you again");
    await cleo.fence("match");
    expect(cleo.inbox.rest()).toEqual([]);
  });

  test("one side alone does not bring them together, and learns nothing", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    await part(anna, ben);
    await anna.wait();
    // Recent partners avoid each other.
    const queued = await ben.wait({ again: liked(pair, ben) });
    expect(queued).toEqual({
      ...{ type: "queued", find: ben.lastFind, waiting: 2 },
      place: expect.any(String),
    });
    const cleo = await stage.arrive();
    cleo.find();
    const [a, c] = await Promise.all([anna.matched(), cleo.matched()]);
    expect(a.room).toBe(c.room);
    expect(a.again ?? c.again).toBeUndefined();
    await ben.fence("match");
    expect(ben.inbox.rest()).toEqual([]);
  });

  test("an encounter of somebody else is worth nothing", async () => {
    const [anna, ben, cleo] = [await stage.arrive(), await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    await part(ben, anna);
    await anna.wait({ interests: ["films"], again: liked(pair, anna) });
    for (const again of [liked(pair, ben), liked(pair, anna)]) {
      await cleo.wait({ interests: ["chess"], again });
    }
    await anna.fence("match");
    expect(anna.inbox.rest()).toEqual([]);
  });

  test("a block wins, also at another node", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    for (const one of [anna, ben]) like(one, pair.room);
    await Promise.all([anna.expect("liked"), ben.expect("liked")]);
    await part(anna, ben);
    const [proof] = liked(pair, anna);
    if (!proof) throw new Error("no proof");
    anna.sendMatch({ type: "block", ...proof });
    anna.session = (await anna.expect("blocked")).session;
    await anna.connect(1);
    await anna.wait({ again: [proof] });
    await ben.wait({ again: liked(pair, ben) });
    await anna.fence("match");
    expect(anna.inbox.rest()).toEqual([]);
  });
});
