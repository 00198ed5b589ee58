// Reports and bans count networks: a new visitor of the same address changes neither.
// SPDX-License-Identifier: MIT
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  DEPLOYMENTS,
  NO_ADDRESS_LIMITS,
  NO_MESSAGE_LIMITS,
  NO_SHOWS_ARE_FREE,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { report } from "../support/reporting.ts";
import { useStage } from "../support/story.ts";
import { meet, type Visitor } from "../support/visitor.ts";

/** docs/bans.md promises 5 s, which a machine with other work may not keep. */
const BINDS_MS = 30_000;
/** `matching.own_network_patience_s` is 5 s. */
const MEETS_MS = 30_000;
/** False reporters of one address, and reports that an address may send a day. */
const LIARS = 13;

type ReportLine = {
  readonly reported: string;
  readonly reporter_tag?: string;
  readonly reported_tag?: string;
  readonly networks: number;
};

const SETTINGS = {
  ...NO_ADDRESS_LIMITS,
  ...NO_MESSAGE_LIMITS,
  NEXUS_SERVER_LOOPBACK_IS_EXEMPT: "false",
};

describe.each(DEPLOYMENTS)("reports, %s", (kind) => {
  const directory = useDirectory("networks");
  const bans = join(directory, "bans.jsonl");
  writeFileSync(bans, "# nobody yet\n");
  const stage = useStage(kind, {
    settings: {
      ...SETTINGS,
      ...NO_SHOWS_ARE_FREE,
      NEXUS_REPORTS_PER_NETWORK_PER_DAY_MAX: String(LIARS),
      NEXUS_REPORTS_FILE: join(directory, "reports-{node}.jsonl"),
      NEXUS_BANS_FILE: bans,
    },
  });
  // Each matching node counts what its own visitors report.
  const arrive = (localAddress: string): Promise<Visitor> =>
    stage.arrive({ localAddress, node: 0 });
  const reports = (): ReportLine[] =>
    readdirSync(directory)
      .filter((name) => name.startsWith("reports"))
      .flatMap((name) => readFileSync(join(directory, name), "utf8").trim().split("\n"))
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as ReportLine);

  test("thirteen false reporters of one address count as one, and a ban by tag outlives the visitor", async () => {
    const anna = await arrive("127.0.3.1");
    for (let i = 0; i < LIARS; i += 1) await report(await arrive("127.0.3.2"), anna);
    expect(reports().map(({ networks }) => networks)).toEqual(Array(LIARS).fill(1));
    await report(await arrive("127.0.3.3"), anna);
    const last = reports().at(-1);
    expect(last).toMatchObject({ reported: anna.id, networks: 2 });
    expect(new Set(reports().map(({ reporter_tag }) => reporter_tag)).size).toBe(2);

    appendFileSync(bans, `${JSON.stringify({ tag: last?.reported_tag, reason: "spam" })}\n`);
    const notice = await anna.expect("banned", { on: "match", within: BINDS_MS });
    expect(notice.reason).toBe("spam");
    expect(notice.until_ms).toBeGreaterThan(Date.now());
    await expect(arrive("127.0.3.1"), "a new tab").rejects.toThrow();
    await (await arrive("127.0.3.3")).wait();
  });

  test("a flood of reports of one address is refused, and reports of others are recorded", async () => {
    const ben = await arrive("127.0.3.4");
    for (let i = 0; i < LIARS; i += 1) {
      await report(await arrive("127.0.3.5"), ben);
    }
    await report(await arrive("127.0.3.5"), ben, "error");
    await report(await arrive("127.0.3.6"), ben);
    expect(reports().at(-1)).toMatchObject({ reported: ben.id, networks: 2 });
  });
});

describe.each(DEPLOYMENTS)("matches, %s", (kind) => {
  const stage = useStage(kind, { settings: SETTINGS });
  const arrive = (localAddress: string): Promise<Visitor> =>
    stage.arrive({ localAddress, node: 0 });

  test("a blocked visitor in a new tab is avoided while others are there", async () => {
    const [anna, ben] = [await arrive("127.0.3.7"), await arrive("127.0.3.8")];
    const { room, matched } = await meet(anna, ben);
    const encounter = matched.get(anna)?.encounter;
    if (encounter === undefined) throw new Error("no encounter");
    anna.sendMatch({ type: "block", room, encounter });
    await anna.expect("blocked");
    anna.leave("skip");
    await ben.expect("partner_left");
    await ben.depart();
    const again = await arrive("127.0.3.8");
    await anna.wait();
    await again.wait();
    const carl = await arrive("127.0.3.9");
    carl.find();
    const [hers, his] = await Promise.all([anna.matched(), carl.matched()]);
    expect(hers.room).toBe(his.room);
    await again.depart();
  });

  test("two visitors of one address meet because nobody else is there", async () => {
    const [anna, ben] = [await arrive("127.0.3.10"), await arrive("127.0.3.10")];
    await anna.wait();
    await ben.wait();
    const [hers, his] = await Promise.all([anna.matched(MEETS_MS), ben.matched(MEETS_MS)]);
    expect(hers.room).toBe(his.room);
  });
});
