// An address that searches very often: its visitors are asked for proof of work, and never refused.
// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import { describe, test } from "vitest";
import { DEPLOYMENTS, NO_ADDRESS_LIMITS, NO_MESSAGE_LIMITS } from "../support/deployment.ts";
import type { MessageOf } from "../support/inbox.ts";
import { useStage } from "../support/story.ts";
import { sitDown, type Visitor } from "../support/visitor.ts";

const BURST = 3;
const SETTINGS = {
  ...NO_ADDRESS_LIMITS,
  ...NO_MESSAGE_LIMITS,
  NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
  // Within a test no further search is free.
  NEXUS_LIMITS_FINDS_PER_NETWORK_PER_SECOND_MAX: "1",
  NEXUS_LIMITS_FIND_BURST_PER_NETWORK: String(BURST),
  NEXUS_LIMITS_WORK_BITS: "10",
};

type Challenge = MessageOf<"challenge">;
type Work = { readonly challenge: string; readonly nonce: number };

function solve({ challenge, bits }: Challenge): Work {
  for (let nonce = 0; ; nonce += 1) {
    const hash = createHash("sha256").update(`${challenge}:${nonce}`).digest();
    if (Math.clz32(hash.readUInt32BE(0)) >= bits) return { challenge, nonce };
  }
}

let addresses = 1;
const newAddress = (): string => `127.0.4.${addresses++}`;

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind, { settings: SETTINGS });
  const arrive = (localAddress: string): Promise<Visitor> =>
    stage.arrive({ localAddress, node: 0 });

  /** Searches until the address has used its free searches. */
  async function challenged(visitor: Visitor): Promise<Challenge> {
    for (let i = 0; i < 10 * BURST; i += 1) visitor.find();
    return visitor.expect("challenge");
  }
  const isQueued = (visitor: Visitor, find: number): Promise<MessageOf<"queued">> =>
    visitor.expect("queued", { where: (queued) => queued.find === find });

  test("a visitor that solves is served, one that does not is asked again", async () => {
    const address = newAddress();
    const [solver, idler] = [await arrive(address), await arrive(address)];
    const work = solve(await challenged(solver));
    await isQueued(solver, solver.find({ work }));
    for (let i = 0; i < 2 * BURST; i += 1) {
      const find = idler.find({ work: { challenge: "guessed", nonce: i } });
      await idler.expect("challenge", { where: (asked) => asked.find === find });
    }
    // Another address neither needs work nor waits.
    const other = await arrive(newAddress());
    other.find();
    const [matched, found] = await Promise.all([solver.matched(), other.matched()]);
    await Promise.all([sitDown(solver, matched), sitDown(other, found)]);
  });

  test("a solution is good once, and for its own address", async () => {
    const address = newAddress();
    const [first, second] = [await arrive(address), await arrive(address)];
    const stranger = await arrive(newAddress());
    const challenge = await challenged(first);
    const work = solve(challenge);
    await challenged(stranger);
    const theirs = stranger.find({ work });
    await stranger.expect("challenge", { where: ({ find }) => find === theirs });
    await isQueued(first, first.find({ work, mode: "text" }));
    for (let i = 0; i < BURST; i += 1) second.find();
    const again = second.find({ work });
    await second.expect("challenge", { where: ({ find }) => find === again });
  });
});
