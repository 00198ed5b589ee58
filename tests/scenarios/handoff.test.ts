// Between "matched" and the room: partners who never join, and which node hosts the room.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, type Deployment, withDeployment } from "../support/deployment.ts";
import { meet, sitDown, talk, Visitor } from "../support/visitor.ts";

/** The server's deadline for the partner to join, with slack for a busy machine. */
const NO_SHOW_MS = 8_000;
const NO_SHOW_SLACK_MS = 3_000;

async function arriveAt(deployment: Deployment, ...nodes: readonly number[]): Promise<Visitor[]> {
  return Promise.all(nodes.map((node) => Visitor.arrive(deployment, { node })));
}

/** Returns all three of `visitors`, for destructuring. */
function three(visitors: readonly Visitor[]): [Visitor, Visitor, Visitor] {
  const [a, b, c] = visitors;
  if (!a || !b || !c) throw new Error("three visitors are needed");
  return [a, b, c];
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  test.concurrent.each([
    ["the visitor who waited", 0],
    ["the visitor who found", 1],
  ])("%s joins and the partner does not: the search continues", async (_, present) => {
    await withDeployment(kind, async (deployment) => {
      const [waiter, finder, third] = three(await arriveAt(deployment, 0, 1, 1));
      await waiter.wait();
      finder.find();
      const matches = await Promise.all([waiter.matched(), finder.matched()]);
      const here = present === 0 ? waiter : finder;
      const joined = Date.now();
      await here.join(matches[present as 0 | 1]);
      const left = await here.expect("partner_left", { within: NO_SHOW_MS + NO_SHOW_SLACK_MS });
      expect(left).toMatchObject({ room: matches[0].room, reason: "no_show" });
      expect(Date.now() - joined).toBeGreaterThan(NO_SHOW_MS - 1_000);
      // The server queues the visitor again under the number of the search that failed.
      await here.expect("queued", { where: ({ find }) => find === 1 });
      third.find();
      const [a, c] = await Promise.all([here.matched(), third.matched()]);
      expect(a.room).toBe(c.room);
      await Promise.all([sitDown(here, a), sitDown(third, c)]);
      await talk(here, third, "at last");
    });
  });

  test.concurrent("a visitor whose partner does not join keeps its place in the queue", async () => {
    await withDeployment(
      kind,
      async (deployment) => {
        const [anna, ben, cleo] = three(await arriveAt(deployment, 0, 1, 0));
        await anna.wait({ interests: ["music"] });
        ben.find({ interests: ["music"] });
        const [a] = await Promise.all([anna.matched(), ben.matched()]);
        await anna.join(a);
        // A visitor that has nothing in common with anna waits behind her. If anna lost her place, this visitor would
        // be in front of her.
        const behind = await Visitor.arrive(deployment, { node: 1 });
        await behind.wait({ interests: ["chess"] });
        await anna.expect("partner_left", { within: NO_SHOW_MS + NO_SHOW_SLACK_MS });
        await anna.expect("queued", { where: ({ find }) => find === 1 });
        cleo.find({ interests: ["chess", "music"] });
        const [again, c] = await Promise.all([anna.matched(), cleo.matched()]);
        expect(again.room).toBe(c.room);
      },
      { settings: { NEXUS_MATCHING_INTERESTS_PATIENCE_S: "600" } },
    );
  });

  test.concurrent("a room that one visitor leaves before the partner joined is over for both", async () => {
    await withDeployment(kind, async (deployment) => {
      const [anna, ben, cleo] = three(await arriveAt(deployment, 0, 1, 0));
      await anna.wait();
      ben.find();
      const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
      await anna.join(a);
      anna.leave("skip");
      await anna.fence("room");
      await ben.expect("queued", { where: ({ find }) => find === 1 });
      await ben.sendJoin(b);
      expect(await ben.expect("error")).toMatchObject({ code: "room_closed", of: "join" });
      cleo.find();
      const [again, c] = await Promise.all([ben.matched(), cleo.matched()]);
      await Promise.all([sitDown(ben, again), sitDown(cleo, c)]);
    });
  });

  test.concurrent("a partner who loses both sockets before joining counts as a no-show", async () => {
    await withDeployment(kind, async (deployment) => {
      const [anna, ben] = three(await arriveAt(deployment, 0, 1, 0));
      await anna.wait();
      ben.find();
      const [a] = await Promise.all([anna.matched(), ben.matched()]);
      ben.vanish();
      // Her search goes on at once, and the room never opens.
      await anna.expect("queued", { where: ({ find }) => find === 1 });
      await anna.sendJoin(a);
      const error = await anna.expect("error", { on: "room" });
      expect(error).toMatchObject({ code: "room_closed", room: a.room });
    });
  });

  test.concurrent("a room that nobody joins leaves nothing behind", async () => {
    await withDeployment(kind, async (deployment) => {
      const [anna, ben, cleo] = three(await arriveAt(deployment, 0, 1, 0));
      await anna.wait();
      ben.find();
      const [a, b] = await Promise.all([anna.matched(), ben.matched()]);
      anna.find();
      await anna.expect("queued", { where: ({ find }) => find === 2 });
      // Ben's search goes on at once, in its old place.
      await ben.expect("queued", { where: ({ find }) => find === 1 });
      cleo.find();
      const [again, c] = await Promise.all([ben.matched(), cleo.matched()]);
      expect(again.room).not.toBe(b.room);
      await Promise.all([sitDown(ben, again), sitDown(cleo, c)]);
      // Only anna still holds the old room.
      await anna.sendJoin(a);
      const error = await anna.expect("error", { on: "room" });
      expect(error).toMatchObject({ code: "room_closed", room: a.room });
      await talk(ben, cleo, "undisturbed");
    });
  });
});

describe.runIf(DEPLOYMENTS.includes("split"))("split", () => {
  test("visitors of two matching nodes meet, and rooms spread over the signalling nodes", async () => {
    await withDeployment("split", async (deployment) => {
      const homes = new Set<string>();
      for (let pairs = 0; homes.size < 2 && pairs < 60; ++pairs) {
        const [anna, ben] = three(await arriveAt(deployment, 0, 1, 0));
        const { room, matched } = await meet(anna, ben);
        const home = matched.get(anna)?.home;
        expect(home).toEqual(matched.get(ben)?.home);
        homes.add(home?.node ?? "");
        const { received } = await talk(anna, ben, `from node to node ${pairs}`);
        expect(received.room).toBe(room);
        await talk(ben, anna, "and back");
      }
      expect([...homes].sort()).toEqual(["signalling-0", "signalling-1"]);
    });
  });

  test("the next room is on the node of the finder's room socket", async () => {
    await withDeployment("split", async (deployment) => {
      for (const home of ["signalling-0", "signalling-1", "signalling-0", "signalling-1"]) {
        const [waiter, finder, next] = three(await arriveAt(deployment, 0, 1, 0));
        await waiter.wait();
        finder.find({ home });
        const [a, b] = await Promise.all([waiter.matched(), finder.matched()]);
        expect([a.home.node, b.home.node]).toEqual([home, home]);
        expect(a.home.url).toBe(deployment.nodes.find((node) => node.name === home)?.room);
        await Promise.all([sitDown(waiter, a), sitDown(finder, b)]);
        const line = finder.roomLine;
        // At once: `matched` does not wait for the store's commit, which may come after the end.
        finder.leave();
        await waiter.expect("partner_left");
        await next.wait();
        finder.find();
        const [c, d] = await Promise.all([next.matched(), finder.matched()]);
        expect(d.home.node).toBe(home);
        await Promise.all([sitDown(next, c), sitDown(finder, d)]);
        expect(finder.roomLine).toBe(line);
        await Promise.all([waiter, finder, next].map((one) => one.depart()));
      }
    });
  });

  test("an unknown home does not prevent a match", async () => {
    await withDeployment("split", async (deployment) => {
      const [anna, ben] = three(await arriveAt(deployment, 0, 1, 0));
      await meet(anna, ben, { home: "elsewhere" });
      await talk(anna, ben, "here we are");
    });
  });
});
