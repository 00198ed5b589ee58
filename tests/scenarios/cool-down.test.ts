// A visitor that partners of several networks report: the slower lane, and the messages about it.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import {
  DEPLOYMENTS,
  NO_ADDRESS_LIMITS,
  NO_MESSAGE_LIMITS,
  NO_SHOWS_ARE_FREE,
} from "../support/deployment.ts";
import { report } from "../support/reporting.ts";
import { useStage } from "../support/story.ts";
import type { Visitor } from "../support/visitor.ts";

const NETWORKS = 3;
const HOURS = 2;
const SETTINGS = {
  ...NO_ADDRESS_LIMITS,
  ...NO_MESSAGE_LIMITS,
  ...NO_SHOWS_ARE_FREE,
  NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
  NEXUS_REPORTS_COOL_DOWN_NETWORKS: String(NETWORKS),
  NEXUS_REPORTS_COOL_DOWN_HOURS: String(HOURS),
};

let addresses = 1;
const newAddress = (): string => `127.0.5.${addresses++}`;

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind, { settings: SETTINGS });
  const arrive = (localAddress = newAddress()): Promise<Visitor> => stage.arrive({ localAddress });

  test("reports of several networks begin it; the visitor is told why, until when, and a reference", async () => {
    const anna = await arrive();
    const liar = newAddress();
    for (let i = 0; i < 2 * NETWORKS; i += 1) await report(await arrive(liar), anna);
    for (let i = 0; i < NETWORKS - 1; i += 1) {
      await report(await arrive(), anna);
    }
    const told = await anna.expect("cool_down");
    expect(told.cause).toBe("reports");
    const hours = (told.until_ms - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(HOURS - 0.1);
    expect(hours).toBeLessThanOrEqual(HOURS);
    const logs = (): string => stage.deployment.nodes.map(({ program }) => program.log).join("");
    await expect.poll(logs, { timeout: 30_000 }).toContain(`reference=${told.reference}`);

    // Nobody is banned: she waits, and others do not meet her at first.
    await anna.wait();
    const [ben, cleo] = [await arrive(), await arrive()];
    await ben.wait();
    cleo.find();
    const [bens, cleos] = await Promise.all([ben.matched(), cleo.matched()]);
    expect(bens.room).toBe(cleos.room);
    // Later she meets everybody, in her old place.
    const dora = await arrive();
    await dora.wait();
    const [annas, doras] = await Promise.all([anna.matched(60_000), dora.matched(60_000)]);
    expect(annas.room).toBe(doras.room);
  });
});
