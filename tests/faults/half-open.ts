// F6: the network under many sockets disappears silently; for the nodes they still look open.
// SPDX-License-Identifier: MIT
import { inBatches } from "../support/crowd.ts";
import { NO_ADDRESS_LIMITS, NO_NETWORK_LIMITS } from "../support/deployment.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";
import { Network } from "./network.ts";
import { outcomeOf, type Row, type Run, timeUntil } from "./row.ts";
import { queueLength, SCENE_SETTINGS } from "./scene.ts";

const REAPED_WITHIN_MS = 35_000;
/** Rooms of the first home wait for a member who dropped out; rooms of other homes end at once. */
const KEEPS_SEATS = { NEXUS_SIGNALLING_RESUME_GRACE_S: "60" };
const SETTINGS = {
  ...SCENE_SETTINGS,
  ...NO_ADDRESS_LIMITS,
  ...NO_NETWORK_LIMITS,
  NEXUS_SERVER_LISTEN: "0.0.0.0",
};

/** What the partner of a lost visitor is notified of, and after how many milliseconds. */
async function notification(partner: Visitor, since: number): Promise<{ how: string; ms: number }> {
  const patience = REAPED_WITHIN_MS * 2;
  const how = await Promise.race([
    partner.expect("partner_away", { within: patience }).then(() => "away"),
    partner.expect("partner_left", { within: patience }).then(({ reason }) => reason),
  ]);
  return { how, ms: Date.now() - since };
}

function count(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, many]) => `${many} ${word}`).join(", ");
}

/** Two visitors whose partners have left match each other. */
async function matchAgain(partners: readonly Visitor[]): Promise<void> {
  const [a, b] = partners.filter((one) => one.room === undefined);
  if (!a || !b) throw new Error("no visitor was notified that its partner left");
  const pair = await meet(a, b, { mode: "text", interests: ["the rest"] });
  await talk(pair.initiator, pair.responder, "still here");
}

export const halfOpen: Row = {
  name: "F6",
  inNetwork: true,
  run: async (run: Run) => {
    const [pairs, waiting] = run.isLong ? [200, 100] : [40, 20];
    const network = await Network.open();
    run.onEnd(() => network.close());
    const doomed = await network.addCable();
    const cluster = await run.start({
      matching: 2,
      signalling: 2,
      settings: SETTINGS,
      settingsOf: (name) => (name === "signalling-0" ? KEEPS_SEATS : {}),
      placeOf: () => network.place,
    });
    const come = async (name: string, node: number, via?: string): Promise<Visitor> => {
      const visitor = new Visitor(cluster.deployment, { name, node, via });
      // A visitor without a network cannot depart cleanly.
      run.onEnd(async () => visitor.vanish());
      await visitor.connect();
      return visitor;
    };
    const partners: Visitor[] = [];
    const numbers = Array.from({ length: pairs + waiting }, (_, i) => i);
    await inBatches(numbers, async (i) => {
      const wishes = { mode: "text" as const, interests: [`pair ${i}`] };
      const lost = await come(`lost ${i}`, i, doomed.address);
      if (i >= pairs) return void (await lost.wait(wishes));
      const partner = await come(`partner ${i}`, i + 1);
      partners.push(partner);
      const { initiator, responder, matched } = await meet(lost, partner, wishes);
      for (const [who, match] of matched) run.oracle.onMatched(who.name, match);
      await talk(initiator, responder, "hello");
    });
    const sockets = await network.connectionsWith(doomed.here);
    const problems: string[] = [];
    if (sockets !== 2 * pairs + waiting) problems.push(`${sockets} sockets by that cable`);
    if ((await queueLength(cluster)) !== waiting) problems.push("not all wait");

    await doomed.cut();
    const cutAt = Date.now();
    run.say(`the cable of ${sockets} sockets is cut`);
    const notifications = Promise.all(partners.map((partner) => notification(partner, cutAt)));
    const [reaped, news] = await Promise.all([
      timeUntil(cutAt, REAPED_WITHIN_MS, async () => {
        const [left, queued] = [
          await network.connectionsWith(doomed.here),
          await queueLength(cluster),
        ];
        return left + queued === 0 ? [] : [`${left} are open and ${queued} tickets wait`];
      }),
      notifications,
    ]);
    const last = Math.max(...news.map(({ ms }) => ms));
    if (last > REAPED_WITHIN_MS) problems.push(`a partner was notified after ${last} ms`);
    run.say(
      `reaped after ${reaped.ms} ms; partners: ${count(news.map(({ how }) => how))}, ${last} ms`,
    );
    await matchAgain(partners);
    return outcomeOf(run, `cable of ${sockets} sockets down`, 2 * pairs + waiting, {
      recoveryMs: Math.max(reaped.ms, last),
      problems: [...problems, ...reaped.problems],
    });
  },
};
