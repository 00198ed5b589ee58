// Visitors that search, take a match and never come to it: what they cost others, and what they learn.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, NO_ADDRESS_LIMITS, NO_MESSAGE_LIMITS } from "../support/deployment.ts";
import { useStage } from "../support/story.ts";
import { meet, type Visitor } from "../support/visitor.ts";

/** Addresses of this machine count as networks; each test uses its own. */
const SETTINGS = {
  ...NO_ADDRESS_LIMITS,
  ...NO_MESSAGE_LIMITS,
  NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
};
const DESCRIPTIONS_AT_ONCE = 10;
const DESCRIPTIONS_PER_SECOND = 2;

let addresses = 1;
const newAddress = (): string => `127.0.1.${addresses++}`;

describe.each(DEPLOYMENTS)("%s without delays", (kind) => {
  const stage = useStage(kind, {
    settings: { ...SETTINGS, NEXUS_MATCHING_NO_SHOW_DELAY_MAX_S: "0" },
  });
  const arrive = (localAddress = newAddress()): Promise<Visitor> =>
    stage.arrive({ localAddress, node: 0 });

  test("one address receives a limited number of descriptions without joining", async () => {
    const address = newAddress();
    const began = Date.now();
    let learned = 0;
    for (let i = 0; i < 18; i += 1) {
      const [visitor, ghost] = [await arrive(), await arrive(address)];
      await visitor.wait({ offer: "v=0" });
      ghost.find({ answer: "v=0" });
      const [matched] = await Promise.all([ghost.matched(), visitor.matched()]);
      if (matched.offer !== undefined || matched.answer !== undefined) learned += 1;
      await Promise.all([visitor.depart(), ghost.depart()]);
    }
    const seconds = (Date.now() - began) / 1000;
    expect(learned).toBeGreaterThan(0);
    expect(learned).toBeLessThanOrEqual(DESCRIPTIONS_AT_ONCE + DESCRIPTIONS_PER_SECOND * seconds);
  });
});

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind, { settings: SETTINGS });
  // Each matching node judges by what its own visitors saw.
  const arrive = (localAddress = newAddress()): Promise<Visitor> =>
    stage.arrive({ localAddress, node: 0 });

  /** `times` visitors of this address do not join their rooms with visitors of other addresses. */
  async function stayAway(address: string, times: number): Promise<void> {
    const pairs: { readonly victim: Visitor; readonly ghost: Visitor }[] = [];
    for (let i = 0; i < times; i += 1) {
      const [victim, ghost] = [await arrive(), await arrive(address)];
      await victim.wait();
      ghost.find();
      const [matched] = await Promise.all([victim.matched(), ghost.matched()]);
      await victim.join(matched);
      pairs.push({ victim, ghost });
    }
    for (const { ghost } of pairs) ghost.cancel();
    for (const { victim, ghost } of pairs) {
      expect((await victim.expect("partner_left")).reason).toBe("no_show");
      await Promise.all([victim.depart(), ghost.depart()]);
    }
  }

  test("a find, a cancel and a close before joining end the match for the partner at once", async () => {
    const [anna, ben] = [await arrive(), await arrive()];
    const ends: ((ghost: Visitor) => unknown)[] = [
      (ghost) => ghost.find({ mode: "text" }),
      (ghost) => ghost.cancel(),
      (ghost) => ghost.depart(),
    ];
    for (const end of ends) {
      const ghost = await arrive();
      await anna.wait();
      ghost.find();
      const [matched] = await Promise.all([anna.matched(), ghost.matched()]);
      await anna.join(matched);
      await end(ghost);
      await anna.expect("partner_left", { where: ({ room }) => room === matched.room });
      await anna.expect("queued", { where: ({ find }) => find === anna.lastFind });
      await ghost.depart();
    }
    // The search goes on without a new find.
    ben.find();
    const [again] = await Promise.all([anna.matched(), ben.matched()]);
    expect(again.find).toBe(anna.lastFind);
    // A home that waited for its deadline instead would have logged this.
    const logs = stage.deployment.nodes.map(({ program }) => program.log).join("");
    expect(logs).not.toContain("partner_never_came");
  });

  test("visitors of an address that stays away meet each other first", async () => {
    const [anna, cleo] = [await arrive(), await arrive()];
    const address = newAddress();
    await stayAway(address, 12);
    await cleo.wait();
    const ghosts = [await arrive(address), await arrive(address)] as const;
    await ghosts[0].wait();
    ghosts[1].find();
    const [first, second] = await Promise.all([ghosts[0].matched(), ghosts[1].matched()]);
    expect(first.room).toBe(second.room);
    // Others are not affected: anna is matched with cleo, the visitor that waited longest.
    anna.find();
    const [annas, cleos] = await Promise.all([anna.matched(), cleo.matched()]);
    expect(annas.room).toBe(cleos.room);
  });

  test("two visitors of one address meet as others do", async () => {
    const address = newAddress();
    await meet(await arrive(address), await arrive(address));
  });
});
