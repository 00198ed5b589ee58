// F12: every socket of a large crowd drops at the same time, and all visitors reconnect together.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { unplaced } from "../support/crowd.ts";
import { openDescriptors } from "../support/vital-signs.ts";
import {
  CROWD_SETTINGS,
  comeToRest,
  GOOD_MANNERS_MS,
  gather,
  outcomeOf,
  type Row,
  timeUntil,
  within,
} from "./row.ts";

const WARM_UP_MS = 1_000;
const BACK_WITHIN_MS = 20_000;
const MATCHED_WITHIN_MS = 2_000;

export const massReturn: Row = {
  name: "F12",
  run: async (run) => {
    // A visitor in a room has two sockets.
    const count = run.isLong ? 5_000 : 1_000;
    const cluster = await run.start({ settings: CROWD_SETTINGS });
    const nodes = cluster.parts.filter((part) => part.kind !== "redis");
    const crowd = await gather(run, cluster, count);
    await pause(WARM_UP_MS);
    const before = await Promise.all(nodes.map(({ program }) => openDescriptors(program.pid)));
    const sockets = before.reduce((sum, one) => sum + one, 0);

    // A visitor that is matched and does not join would be a separate fault.
    for (const one of crowd) one.settle();
    await pause(GOOD_MANNERS_MS);
    run.oracle.takeWaits();
    await Promise.all(nodes.map((part) => part.kill()));
    const droppedAt = Date.now();
    run.say(`${run.oracle.matches} matches so far; about ${sockets} sockets drop`);
    await Promise.all(nodes.map((part) => part.start()));
    run.say(`all nodes are up again after ${Date.now() - droppedAt} ms`);
    const back = await timeUntil(droppedAt, within(run, BACK_WITHIN_MS), () => unplaced(crowd));
    const waits = run.oracle.takeWaits();
    const p99 = waits[Math.ceil(waits.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;
    run.say(`all reconnected after ${back.ms} ms; ${waits.length} searches, p99 ${p99} ms`);
    const problems = [...back.problems];
    if (p99 > within(run, MATCHED_WITHIN_MS)) problems.push(`p99 of find to matched is ${p99} ms`);
    const end = await comeToRest(run, cluster, crowd, Date.now());
    problems.push(...end.problems);
    const injected = `${sockets} sockets drop`;
    return outcomeOf(run, injected, crowd.length, { recoveryMs: back.ms, problems });
  },
};
