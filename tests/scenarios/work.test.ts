// An address that searches very often: its visitors are asked for proof of work, and never refused.
// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import { describe, test } from "vitest";
import { DEPLOYMENTS, NO_ADDRESS_LIMITS, NO_MESSAGE_LIMITS } from "../support/deployment.ts";
import type { MessageOf } from "../support/inbox.ts";
import { useStage } from "../support/story.ts";
import { sitDown, type Visitor, type Wishes } from "../support/visitor.ts";

const BURST = 3;
/** So many at once that some are not free, although a free one is added each second. */
const MANY = 10 * BURST;
const SETTINGS = {
  ...NO_ADDRESS_LIMITS,
  ...NO_MESSAGE_LIMITS,
  NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
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
  async function challenged(visitor: Visitor, wishes: Wishes = {}): Promise<Challenge> {
    const first = visitor.find(wishes);
    for (let i = 1; i < MANY; i += 1) visitor.find(wishes);
    return visitor.expect("challenge", { where: ({ find }) => find >= first });
  }
  /** Searches without work until no search is free, then with it. */
  function served(
    visitor: Visitor,
    { work, ...wishes }: Wishes & { work: Work },
  ): Promise<MessageOf<"queued">> {
    for (let i = 0; i < MANY; i += 1) visitor.find(wishes);
    const last = visitor.find({ ...wishes, work });
    return visitor.expect("queued", { where: ({ find }) => find === last });
  }

  test("a visitor that solves is served, one that does not is asked again", async () => {
    const address = newAddress();
    const [solver, idler] = [await arrive(address), await arrive(address)];
    const work = solve(await challenged(solver));
    await served(solver, { work });
    // In another mode, as a search that is free would meet the other visitor.
    await challenged(idler, { mode: "text", work: { challenge: "guessed", nonce: 1 } });
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
    const work = solve(await challenged(first, { mode: "text" }));
    await challenged(stranger, { work });
    await served(first, { mode: "text", work });
    await challenged(second, { work });
  });
});
