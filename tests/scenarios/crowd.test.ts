// A thousand badly behaved visitors at once; at the end everybody has a partner.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { addressOf, unsettled } from "../support/crowd.ts";
import { DEPLOYMENTS, withDeployment } from "../support/deployment.ts";
import { Oracle } from "../support/oracle.ts";
import { SeededRandom } from "../support/random.ts";
import { census, eventually, isEmpty } from "../support/story.ts";
import { Wanderer } from "../support/wanderer.ts";

const VISITORS = 1_000;
const CROWD_MS = 20_000;
const SETTLE_MS = 15_000;

const seed = Number(process.env["NEXUS_SEED"] ?? Date.now() % 1_000_000);

// Two visitors who met before and search last must match before the crowd has to settle.
const SETTINGS = {
  settings: {
    NEXUS_MATCHING_RECENT_PATIENCE_S: "3",
    NEXUS_SIGNALLING_RESUME_GRACE_S: "0", // no visitor of the crowd resumes a seat
  },
};

describe.each(DEPLOYMENTS)("%s", (kind) => {
  test(`${VISITORS} visitors, seed ${seed}`, async () => {
    await withDeployment(
      kind,
      async (deployment) => {
        const oracle = new Oracle();
        const random = new SeededRandom(seed);
        const crowd = Array.from({ length: VISITORS }, (_, i) => {
          const own = new SeededRandom(random.whole(0, 2 ** 31));
          return new Wanderer(`v${i}`, deployment, oracle, own, addressOf(i));
        });
        const coming = crowd.map(async (one) => {
          await pause(one.random.between(0, 1_000));
          await one.come();
        });
        await pause(CROWD_MS);
        await Promise.all(coming);
        for (const one of crowd) one.settle();
        let problems: string[] = [];
        try {
          await eventually(
            "everybody has a partner",
            () => {
              problems = unsettled(crowd);
              return problems.length === 0;
            },
            SETTLE_MS,
          );
        } catch {
          // Reported below, together with the seed.
        }
        const together = crowd.filter((one) => one.whereabouts === "together").length;
        const { online, rooms } = await census(deployment);
        console.log(
          `${kind}, seed ${seed}: ${oracle.matches} matches, ${oracle.meetings} meetings, ` +
            `${oracle.chats} chats, ${oracle.fallenThrough} fell through, ${oracle.homes.size} homes`,
        );
        expect({
          seed,
          violations: oracle.violations.slice(0, 10),
          problems: problems.slice(0, 10),
        }).toEqual({ seed, violations: [], problems: [] });
        expect({ online, rooms }).toEqual({ online: VISITORS, rooms: together / 2 });
        await Promise.all(crowd.map((one) => one.leaveForGood()));
        await eventually("no visitor is left", () => isEmpty(deployment));
      },
      SETTINGS,
    );
  });
});
