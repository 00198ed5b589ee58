// F2: a node is stopped for longer than its lease, and then continues as if nothing had happened.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import type { Part } from "./cluster.ts";
import { CROWD_SETTINGS, comeToRest, gather, outcomeOf, type Row } from "./row.ts";

const STILL_MS = 20_000;
const BETWEEN_MS = 5_000;

export const freeze: Row = {
  name: "F2",
  run: async (run) => {
    const cluster = await run.start({ settings: CROWD_SETTINGS });
    const crowd = await gather(run, cluster, run.isLong ? 2_000 : 400);
    const hold = async (...parts: readonly Part[]): Promise<void> => {
      const names = parts.map((part) => part.name).join(" and ");
      run.say(`SIGSTOP ${names}`);
      for (const part of parts) part.program.signal("SIGSTOP");
      await pause(STILL_MS);
      for (const part of parts) part.program.signal("SIGCONT");
      run.say(`SIGCONT ${names}, ${run.oracle.matches} matches so far`);
    };
    const [matching, signalling] = [cluster.part("matching-0"), cluster.part("signalling-0")];
    if (run.isLong) {
      await hold(matching);
      await pause(BETWEEN_MS);
      await hold(signalling);
      await pause(BETWEEN_MS);
    }
    await hold(matching, signalling);
    const end = await comeToRest(run, cluster, crowd, Date.now());
    const injected = run.isLong ? "3 x SIGSTOP 20 s" : "SIGSTOP 20 s of two nodes";
    return outcomeOf(run, injected, crowd.length, end);
  },
};
