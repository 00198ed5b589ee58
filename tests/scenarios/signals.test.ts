// What an operator's kill(1) does to a node and to its visitors.
// SPDX-License-Identifier: MIT
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS, programPath, SECRET, withDeployment } from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { freePort } from "../support/ports.ts";
import { answers, compile, Program } from "../support/process.ts";
import { eventually, useStage } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

const directory = useDirectory("signals");

describe.each(DEPLOYMENTS)("%s", (kind) => {
  describe("while it runs", () => {
    const stage = useStage(kind);

    test("signals without a meaning for a node change nothing", async () => {
      const [anna, ben] = [await stage.arrive(), await stage.arrive()];
      await meet(anna, ben);
      const signals = ["SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGVTALRM", "SIGIO"] as const;
      for (const { program } of stage.deployment.nodes) {
        for (const signal of signals) program.signal(signal);
        program.signal("SIGHUP");
      }
      // A node handles signals in order: after this one it has handled the others.
      for (const { program } of stage.deployment.nodes) {
        await eventually("it reloads", () => program.log.includes("event=reloading"));
        expect(program.exit).toBeUndefined();
      }
      await talk(anna, ben, "still here");
    });
  });

  test.concurrent.each(["SIGQUIT", "SIGINT"] as const)(
    "%s drains as SIGTERM does",
    async (signal) => {
      await withDeployment(kind, async (deployment) => {
        const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
        await meet(anna, ben);
        for (const { program } of deployment.nodes) program.signal(signal);
        for (const visitor of [anna, ben]) {
          await visitor.expect("goodbye", { on: "match" });
          expect((await visitor.match.expectClose()).code).toBe(4000);
          expect((await visitor.roomLine.expectClose()).code).toBe(4000);
        }
        for (const { program } of deployment.nodes) {
          expect(await program.exited).toEqual({ status: 0, signal: null });
        }
      });
    },
  );
});

test("SIGHUP: reports go to a new file and bans are applied, while visitors stay connected", async () => {
  const reports = join(directory, "reports.jsonl");
  const bans = join(directory, "bans.jsonl");
  writeFileSync(bans, "");
  const settings = { NEXUS_REPORTS_FILE: reports, NEXUS_BANS_FILE: bans };
  await withDeployment(
    "all-in-one",
    async (deployment) => {
      const [anna, ben, cleo] = [
        await Visitor.arrive(deployment),
        await Visitor.arrive(deployment),
        await Visitor.arrive(deployment),
      ];
      const { room, matched } = await meet(anna, ben);
      const report = async (visitor: Visitor) => {
        const encounter = matched.get(visitor)?.encounter ?? "";
        visitor.sendMatch({ type: "report", room, encounter, reason: "spam" });
        await visitor.expect("reported");
      };
      await report(anna);
      renameSync(reports, `${reports}.1`);
      appendFileSync(bans, `${JSON.stringify({ visitor: cleo.id })}\n`);
      const [node] = deployment.nodes;
      node?.program.signal("SIGHUP");
      await eventually("it reloads", () => node?.program.log.includes("event=reloading") ?? false);
      await report(ben);
      expect(readFileSync(`${reports}.1`, "utf8").trimEnd().split("\n")).toHaveLength(1);
      expect(readFileSync(reports, "utf8").trimEnd().split("\n")).toHaveLength(1);
      await cleo.expect("banned", { on: "match" });
      await talk(anna, ben, "still here");
    },
    { settings },
  );
});

test.each(["nexus-matching", "nexus-signalling"] as const)(
  "%s ends in time while no name server answers",
  async (name) => {
    const library = join(directory, `${name}.so`);
    await compile(resolve(import.meta.dirname, "silent_names.cpp"), library, "-shared", "-fPIC");
    const port = await freePort();
    const program = new Program({
      name,
      path: programPath(name),
      env: {
        NEXUS_SERVER_PORT: `${port}`,
        NEXUS_CREDENTIALS_SECRETS: SECRET,
        NEXUS_REDIS_URL: "redis://redis.test",
        LD_PRELOAD: library,
      },
    });
    try {
      await eventually("it lives", () => answers(`http://127.0.0.1:${port}/livez`));
      await eventually("it asks for the name", () => program.log.includes("nobody answers"));
      program.signal("SIGTERM");
      await eventually("it ends", () => program.exit !== undefined);
      expect(program.exit).toEqual({ status: 0, signal: null });
      expect(program.log).toContain("event=stopped");
    } finally {
      program.signal("SIGKILL");
    }
  },
);
