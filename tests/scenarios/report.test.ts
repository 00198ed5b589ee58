// A visitor reports a partner: the report is recorded once, and the two never meet again.
// SPDX-License-Identifier: MIT
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Id, ReportReason } from "../../clients/js/src/protocol.ts";
import { DEPLOYMENTS, type Deployment, startNode } from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { freePort } from "../support/ports.ts";
import { useStage } from "../support/story.ts";
import { meet, NO_ROOM, type Pair, Visitor } from "../support/visitor.ts";

type Kept = {
  readonly at: string;
  readonly reason: string;
  readonly room: string;
  readonly reporter: string;
  readonly reported: string;
  readonly note?: string;
};

/** The partner of that room, with the token from the match that proves who it was. */
function about({ room, matched }: Pair, visitor: Visitor): { room: Id; encounter: string } {
  const encounter = matched.get(visitor)?.encounter;
  if (encounter === undefined) throw new Error(`${visitor.name} was not sent an encounter`);
  return { room, encounter };
}

async function report(pair: Pair, visitor: Visitor, reason: ReportReason, note?: string) {
  const details = note === undefined ? { reason } : { reason, note };
  visitor.sendMatch({ type: "report", ...about(pair, visitor), ...details });
  const reported = await visitor.expect("reported");
  expect(reported.room).toBe(pair.room);
  return reported;
}

async function lastLine(file = ""): Promise<Kept> {
  return JSON.parse((await readFile(file, "utf8")).trimEnd().split("\n").at(-1) ?? "") as Kept;
}

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const directory = useDirectory("reports");
  const stage = useStage(kind, {
    settings: {
      NEXUS_REPORTS_FILE: join(directory, "{node}.jsonl"),
      // Recent partners may meet again at once here, so only a report keeps two apart.
      NEXUS_MATCHING_RECENT_MINUTES: "0",
    },
  });
  const files = () =>
    stage.deployment.nodes
      .filter((node) => node.match)
      .map((node) => join(directory, `${node.name}.jsonl`));
  const kept = async (): Promise<Kept[]> => {
    const texts = await Promise.all(files().map((file) => readFile(file, "utf8")));
    return texts.flatMap((text) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Kept),
    );
  };
  /** Both wait, and a third visitor matches the first of them. */
  const neverMeet = async (anna: Visitor, ben: Visitor) => {
    await anna.wait();
    await ben.wait();
    await anna.fence("match");
    await ben.fence("match");
    expect([...anna.inbox.rest(), ...ben.inbox.rest()]).toEqual([]);
    const cleo = await stage.arrive();
    cleo.find();
    const { room: other } = await cleo.matched();
    expect((await anna.matched()).room).toBe(other); // waited longest
    await ben.fence("match");
    expect(ben.inbox.rest()).toEqual([]);
  };

  test("it is recorded with reporter, partner, room, time and reason", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    const before = Date.now();
    const reported = await report(pair, anna, "spam", 'sells "watches"\nin every room');
    expect(reported.session).not.toBe(anna.session);
    const line = (await kept()).at(-1);
    expect(line).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      reference: expect.stringMatching(/^[0-9A-Z]{10}$/),
      reason: "spam",
      room: pair.room,
      reporter: anna.id,
      reported: ben.id,
      networks: 1,
      note: 'sells "watches"\nin every room',
    });
    expect(Math.abs(Date.parse(line?.at ?? "") - before)).toBeLessThan(5_000);
    for (const file of files()) expect((await stat(file)).mode & 0o777).toBe(0o600);
    // The reported visitor is not notified.
    await ben.fence("match");
    await ben.fence("room");
    expect(ben.inbox.rest()).toEqual([]);
  });

  test("a pair is recorded once, and each report is answered", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    const before = (await kept()).length;
    await report(pair, anna, "harassment");
    await report(pair, anna, "other", "again");
    await report(pair, ben, "other");
    expect((await kept()).slice(before).map(({ reporter }) => reporter)).toEqual(
      expect.arrayContaining([anna.id, ben.id]),
    );
    expect((await kept()).length).toBe(before + 2);
  });

  test("the two never meet again, and meet others", async () => {
    const [anna, ben] = [await stage.arrive(), await stage.arrive()];
    const pair = await meet(anna, ben);
    anna.session = (await report(pair, anna, "nudity")).session;
    anna.leave("reported");
    expect((await ben.expect("partner_left")).reason).toBe("reported");
    await neverMeet(anna, ben);
  });

  test("a visitor may report from another socket, at another node if there is one", async () => {
    const [anna, ben] = [await stage.arrive({ node: 0 }), await stage.arrive({ node: 0 })];
    const pair = await meet(anna, ben);
    anna.match.cut();
    await anna.connect(1);
    anna.session = (await report(pair, anna, "violence")).session;
    const { 0: here, 1: there = here } = files();
    expect(await lastLine(there)).toMatchObject({
      room: pair.room,
      reporter: anna.id,
      reported: ben.id,
      reason: "violence",
    });
    anna.leave("reported");
    await ben.expect("partner_left");
    await neverMeet(anna, ben);
  });

  test("a block needs no report, and holds after the visitor reconnects", async () => {
    const [anna, ben] = [await stage.arrive({ node: 0 }), await stage.arrive({ node: 1 })];
    const pair = await meet(anna, ben);
    await anna.connect(1);
    anna.sendMatch({ type: "block", ...about(pair, anna) });
    anna.session = (await anna.expect("blocked")).session;
    anna.leave("skip");
    await ben.expect("partner_left");
    await anna.connect(0);
    await neverMeet(anna, ben);
  });

  test("a visitor cannot report from a room that it was not matched for", async () => {
    const [anna, ben, cleo] = [
      await stage.arrive({ node: 0 }),
      await stage.arrive({ node: 0 }),
      await stage.arrive({ node: 0 }),
    ];
    const pair = await meet(anna, ben);
    const before = (await kept()).length;
    const { room, encounter } = about(pair, anna);
    for (const where of [{ room, encounter }, { room }, { room: NO_ROOM, encounter }]) {
      cleo.sendMatch({ type: "report", ...where, reason: "other" });
      expect(await cleo.expect("error")).toMatchObject({ code: "stale_room", of: "report" });
    }
    expect((await kept()).length).toBe(before);
  });

  test("reports are rate-limited", async () => {
    const anna = await stage.arrive();
    for (let i = 0; i < 8; i += 1) {
      anna.sendMatch({ type: "report", room: NO_ROOM, reason: "other" });
    }
    const refusal = await anna.expect("error", { where: ({ code }) => code === "rate_limited" });
    expect(refusal).toMatchObject({ of: "report" });
    expect(refusal.retry_after_ms).toBeGreaterThan(0);
  });
});

describe("a program that restarts with the same secret", () => {
  test("accepts reports of partners from before the restart", async () => {
    const directory = await mkdtemp(join(tmpdir(), "nexuschat-reports-"));
    const file = join(directory, "reports.jsonl");
    const port = await freePort();
    const settings = { NEXUS_REPORTS_FILE: file };
    let node = await startNode("nexuschat", "local", port, settings);
    const deployment: Deployment = {
      kind: "all-in-one",
      origin: node.http,
      matchUrls: [node.match ?? ""],
      nodes: [node],
      settings,
      processes: [node.program],
      stop: async () => void (await node.program.stop()),
    };
    try {
      const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
      const pair = await meet(anna, ben);
      node.program.signal("SIGKILL");
      await node.program.exited;
      node = await startNode("nexuschat", "local", port, settings);
      await anna.connect();
      await report(pair, anna, "minor");
      expect(await lastLine(file)).toMatchObject({ reporter: anna.id, reported: ben.id });
      await anna.depart();
    } finally {
      await node.program.stop();
      await rm(directory, { recursive: true });
    }
  });
});

describe("a file that cannot be written", () => {
  const directory = useDirectory("reports");

  test("prevents the start", async () => {
    const file = join(directory, "nowhere", "reports.jsonl");
    await expect(
      startNode("nexuschat", "local", await freePort(), { NEXUS_REPORTS_FILE: file }),
    ).rejects.toThrow(/reports\.file/);
  });
});
