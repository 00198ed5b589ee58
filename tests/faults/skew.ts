// What happens to visitors whose matching node and room node disagree about the time.
// SPDX-License-Identifier: MIT
import { meet, sitDown, talk, Visitor } from "../support/visitor.ts";
import type { Cluster } from "./cluster.ts";
import type { Run } from "./row.ts";
import type { WallClocks } from "./wall-clocks.ts";

/** Below the 30 s that room tokens tolerate. */
const TOLERATED_S = 25;
const PAIRS = 6;
/** The third node's clock is always right. */
const RIGHT_NODE = 2;
const NO_SHOW_WITHIN_MS = 15_000;

type Comer = (name: string, node: number) => Promise<Visitor>;

function comerOf(run: Run, cluster: Cluster): Comer {
  return async (name, node) => {
    const visitor = await Visitor.arrive(cluster.deployment, { name, node });
    run.onEnd(() => visitor.depart());
    return visitor;
  };
}

const wish = (interest: string) => ({ mode: "text" as const, interests: [interest] });

/** Checks both directions: pairs of that node and of another meet and talk. */
export async function meetThoughApart(
  run: Run,
  cluster: Cluster,
  clocks: WallClocks,
  part: string,
): Promise<string[]> {
  const come = comerOf(run, cluster);
  const problems: string[] = [];
  for (const seconds of [TOLERATED_S, -TOLERATED_S]) {
    await clocks.set(part, seconds);
    for (let i = 0; i < PAIRS; ++i) {
      const name = `${seconds} s, pair ${i}`;
      try {
        const [a, b] = [await come(`${name}, a`, 0), await come(`${name}, b`, RIGHT_NODE)];
        await meet(a, b, wish(name));
        await talk(a, b, "hello");
      } catch (error) {
        problems.push(`${name}: ${String(error)}`);
      }
    }
  }
  await clocks.set(part, 0);
  run.say(`clocks apart by ${TOLERATED_S} s: ${problems.length} of ${2 * PAIRS} pairs missed`);
  return problems;
}

/**
 * A node whose clock is an hour wrong issues tokens that are refused. The visitor it matched gets an error
 * and may search again; the visitor it left alone is queued again. Both match others as soon as the
 * clock is right.
 */
export async function refusedAndBack(
  run: Run,
  cluster: Cluster,
  clocks: WallClocks,
  wrong: { readonly part: string; readonly node: number; readonly seconds: number },
): Promise<void> {
  const come = comerOf(run, cluster);
  const name = `${wrong.seconds} s`;
  await clocks.set(wrong.part, wrong.seconds);
  const guilty = await come(`${name}, guilty`, wrong.node);
  const innocent = await come(`${name}, innocent`, RIGHT_NODE);
  await guilty.wait(wish(name));
  innocent.find(wish(name));
  const [late, good] = await Promise.all([guilty.matched(), innocent.matched()]);
  await innocent.join(good);
  await guilty.sendJoin(late);
  const refused = await guilty.expect("error", { on: "room" });
  const code = wrong.seconds < 0 ? "token_expired" : "token_invalid";
  if (refused.code !== code || refused.of !== "join") {
    throw new Error(`${name}: refused by ${refused.code} for ${refused.of}`);
  }
  run.say(`clock ahead by ${name}: refused, "${refused.message}"`);
  // The web app does the same.
  await guilty.wait(wish(`${name}, again`));
  const left = await innocent.expect("partner_left", { within: NO_SHOW_WITHIN_MS });
  if (left.reason !== "no_show") throw new Error(`${name}: left alone by ${left.reason}`);
  await innocent.expect("queued", {
    where: ({ find }) => find === innocent.lastFind,
    within: NO_SHOW_WITHIN_MS,
  });

  await clocks.set(wrong.part, 0);
  for (const [waiter, interest] of [
    [guilty, `${name}, again`],
    [innocent, name],
  ] as const) {
    const comer = await come(`for ${waiter.name}`, wrong.node);
    comer.find(wish(interest));
    const [a, b] = await Promise.all([waiter.matched(), comer.matched()]);
    await Promise.all([sitDown(waiter, a), sitDown(comer, b)]);
  }
  run.say(`clock right again: the refused visitor and the one left alone have matched others`);
}
