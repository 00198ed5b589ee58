// A visitor reports a partner: it is written down once, and the two never meet again.
// SPDX-License-Identifier: MIT
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEPLOYMENTS, startNode } from "../support/deployment.ts";
import { freePort } from "../support/process.ts";
import { useStage } from "../support/story.ts";
import { meet, NO_ROOM } from "../support/visitor.ts";

type Kept = {
  readonly at: string;
  readonly reason: string;
  readonly room: string;
  readonly reporter: string;
  readonly reported: string;
  readonly note?: string;
};

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const directory = `${tmpdir()}/nexuschat-reports-${process.pid}-${kind}`;
  const stage = useStage(kind, {
    settings: {
      NEXUS_REPORTS_FILE: `${directory}-{node}.jsonl`,
      // A recent partner is welcome again at once, a reported one never.
      NEXUS_MATCHING_RECENT_MINUTES: "0",
    },
  });
  const files = () =>
    stage.deployment.nodes
      .filter((node) => node.match)
      .map((node) => `${directory}-${node.name}.jsonl`);
  const kept = async (): Promise<Kept[]> => {
    const texts = await Promise.all(files().map((file) => readFile(file, "utf8")));
    return texts.flatMap((text) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Kept),
    );
  };
  afterAll(async () => {
    await Promise.all(files().map((file) => rm(file, { force: true })));
  });

  test("it is written down with who, whom, where, when and why", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    const before = Date.now();
    anna.sayMatch({ type: "report", room, reason: "spam", note: 'sells "watches"\n' });
    const reported = await anna.expect("reported");
    expect(reported.room).toBe(room);
    expect(reported.session).not.toBe(anna.session);
    const report = (await kept()).at(-1);
    expect(report).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      reason: "spam",
      room,
      reporter: anna.id,
      reported: ben.id,
      note: 'sells "watches"\n',
    });
    expect(Math.abs(Date.parse(report?.at ?? "") - before)).toBeLessThan(5_000);
    for (const file of files()) expect((await stat(file)).mode & 0o777).toBe(0o600);
    // Who was reported is told nothing of it.
    await ben.fence("match");
    await ben.fence("room");
    expect(ben.inbox.rest()).toEqual([]);
  });

  test("a pair is written down once, and answered each time", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    const before = (await kept()).length;
    anna.sayMatch({ type: "report", room, reason: "harassment" });
    await anna.expect("reported");
    anna.sayMatch({ type: "report", room, reason: "other", note: "again" });
    await anna.expect("reported");
    ben.sayMatch({ type: "report", room, reason: "other" });
    await ben.expect("reported");
    expect((await kept()).slice(before).map(({ reporter }) => reporter)).toEqual(
      expect.arrayContaining([anna.id, ben.id]),
    );
    expect((await kept()).length).toBe(before + 2);
  });

  test("the two never meet again, and meet others", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const { room } = await meet(anna, ben);
    anna.sayMatch({ type: "report", room, reason: "nudity" });
    anna.session = (await anna.expect("reported")).session;
    anna.leave("reported");
    expect((await ben.expect("partner_left")).reason).toBe("reported");
    await anna.wait();
    await ben.wait();
    await anna.fence("match");
    await ben.fence("match");
    expect([...anna.inbox.rest(), ...ben.inbox.rest()]).toEqual([]);
    const cleo = await stage.arrive();
    cleo.find();
    const { room: other } = await cleo.matched();
    expect((await anna.matched()).room).toBe(other); // who waited longest
    await ben.fence("match");
    expect(ben.inbox.rest()).toEqual([]);
  });

  test("nobody reports from a room that they were not matched for", async () => {
    const [anna, ben, cleo] = [
      await stage.arrive({ node: 0 }),
      await stage.arrive({ node: 0 }),
      await stage.arrive({ node: 0 }),
    ];
    const { room } = await meet(anna, ben);
    const before = (await kept()).length;
    for (const where of [room, NO_ROOM]) {
      cleo.sayMatch({ type: "report", room: where, reason: "other" });
      expect(await cleo.expect("error")).toMatchObject({ code: "stale_room", of: "report" });
    }
    expect((await kept()).length).toBe(before);
  });

  test("reports are held to a rate", async () => {
    const anna = await stage.arrive();
    for (let i = 0; i < 8; i += 1) {
      anna.sayMatch({ type: "report", room: NO_ROOM, reason: "other" });
    }
    const refusal = await anna.expect("error", { where: ({ code }) => code === "rate_limited" });
    expect(refusal).toMatchObject({ of: "report" });
    expect(refusal.retry_after_ms).toBeGreaterThan(0);
  });
});

describe("a file that can not be written", () => {
  let directory = "";
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexuschat-reports-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("is a reason not to start", async () => {
    const file = join(directory, "nowhere", "reports.jsonl");
    await expect(
      startNode("nexuschat", "local", await freePort(), { NEXUS_REPORTS_FILE: file }),
    ).rejects.toThrow(/reports\.file/);
  });
});
