// F1: nodes and Redis are killed, one after the other.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import type { PartKind } from "./cluster.ts";
import { CROWD_SETTINGS, comeToRest, GOOD_MANNERS_MS, gather, outcomeOf, type Row } from "./row.ts";

const PERIOD_MS = 5_000;
const DOWN_MS = 1_000;
/** Six kills hit each kind, in random order; Redis restarts empty. */
const CYCLE: readonly PartKind[] = [
  "matching",
  "signalling",
  "redis",
  "matching",
  "signalling",
  "matching",
];

export const kill: Row = {
  name: "F1",
  run: async (run) => {
    const kills = run.isLong ? 120 : 6;
    const cluster = await run.start({ settings: CROWD_SETTINGS });
    const crowd = await gather(run, cluster, run.isLong ? 2_000 : 400);
    let lastKill = 0;
    let order: PartKind[] = [];
    for (let i = 0; i < kills; ++i) {
      const next = Date.now() + PERIOD_MS;
      if (order.length === 0) order = run.random.shuffled(CYCLE);
      const kind = order.pop() ?? "matching";
      const choice = cluster.parts.filter((part) => part.kind === kind);
      const victim = choice[run.random.whole(0, choice.length - 1)];
      if (!victim) throw new Error(`there is no ${kind}`);
      if (i + 1 === kills) {
        // A visitor that is matched and does not join is also a fault, which lasts for the hand-off deadline.
        for (const one of crowd) one.settle();
        await pause(GOOD_MANNERS_MS);
      }
      await victim.kill();
      lastKill = Date.now();
      const { matches, violations } = run.oracle;
      run.say(
        `kill -9 ${victim.name} (${i + 1} of ${kills}), ` +
          `${matches} matches, ${violations.length} violations so far`,
      );
      await pause(DOWN_MS);
      await victim.start();
      if (i + 1 < kills) await pause(Math.max(0, next - Date.now()));
    }
    const end = await comeToRest(run, cluster, crowd, lastKill);
    return outcomeOf(run, `${kills} x kill -9`, crowd.length, end);
  },
};
