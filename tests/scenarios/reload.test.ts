// Settings that a running node takes at SIGHUP, which is what `systemctl reload` sends, and the form of its log.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TURN_SECRET } from "../support/coturn.ts";
import { type Deployment, programPath, SECRET } from "../support/deployment.ts";
import { Line, Refused } from "../support/line.ts";
import { freePort } from "../support/ports.ts";
import { answers, type Program, startProgram } from "../support/process.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

const NEXT_SECRET = "kP4vZ7nQ1sXw9Lr3TbG6yHc8JdMf2AeUo5iVq0KtRxN=";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "nexuschat-reload-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A nexuschat with a file of settings and a file of secrets that the test rewrites. */
class Site {
  readonly deployment: Deployment;
  readonly program: Program;
  readonly #settings: string;
  readonly #secrets: string;

  private constructor(deployment: Deployment, program: Program, name: string) {
    this.deployment = deployment;
    this.program = program;
    [this.#settings, this.#secrets] = Site.#files(name);
  }

  static #files(name: string): [string, string] {
    return [join(directory, `${name}.toml`), join(directory, `${name}.secrets`)];
  }

  static async start(name: string, settings: (port: number) => string): Promise<Site> {
    const port = await freePort();
    const [file, secrets] = Site.#files(name);
    writeFileSync(file, settings(port));
    writeFileSync(secrets, `${SECRET}\n`, { mode: 0o600 });
    const http = `http://127.0.0.1:${port}`;
    const metrics = `127.0.0.1:${await freePort()}`;
    const flags = ["--server-port", `${port}`, "--credentials-secrets-file", secrets];
    flags.push("--metrics-listen", metrics);
    const program = await startProgram(
      {
        name: "nexuschat",
        path: programPath("nexuschat"),
        args: ["--config", file, ...flags],
        env: { NEXUS_LOG_LEVEL: "" },
      },
      () => answers(`${http}/readyz`),
    );
    const socket = `ws://127.0.0.1:${port}/v1`;
    const deployment: Deployment = {
      kind: "all-in-one",
      origin: http,
      matchUrls: [`${socket}/match`],
      nodes: [
        {
          ...{ name: "local", program, http, metrics: `http://${metrics}/metrics` },
          ...{ match: `${socket}/match`, room: `${socket}/room` },
        },
      ],
      settings: {},
      processes: [program],
      stop: async () => void (await program.stop()),
    };
    return new Site(deployment, program, name);
  }

  /** Rewrites the files and reloads. Returns the log lines up to that which contains `last`. */
  async reload(
    change: { readonly settings?: string; readonly secrets?: readonly string[] },
    last: string,
  ): Promise<string> {
    if (change.settings !== undefined) writeFileSync(this.#settings, change.settings);
    if (change.secrets) writeFileSync(this.#secrets, change.secrets.join("\n"));
    const before = this.program.log.length;
    this.program.signal("SIGHUP");
    await eventually(last, () => this.program.log.slice(before).includes(last));
    return this.program.log.slice(before);
  }

  /** The status with which a page of that origin is answered. */
  async statusFor(origin: string): Promise<number> {
    try {
      const line = await Line.open(this.deployment.matchUrls[0] ?? "", { origin });
      line.close();
      return 101;
    } catch (error) {
      if (error instanceof Refused) return error.status;
      throw error;
    }
  }
}

test("a secret is rotated in three reloads, while visitors stay connected", async () => {
  const site = await Site.start("rotation", () => "");
  const { deployment } = site;
  try {
    const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
    await meet(anna, ben);
    const before = { session: anna.session };
    const idWith = async (session: string): Promise<string> => {
      const visitor = await Visitor.arrive(deployment, { session });
      const { id } = visitor;
      await visitor.depart();
      return id;
    };
    const done = "event=settings_reloaded settings=credentials.secrets";
    await site.reload({ secrets: [SECRET, NEXT_SECRET] }, done);
    await site.reload({ secrets: [NEXT_SECRET, SECRET] }, done);
    const cleo = await Visitor.arrive(deployment);
    expect(await idWith(before.session)).toBe(anna.id);
    await site.reload({ secrets: [NEXT_SECRET] }, done);
    expect(await idWith(cleo.session)).toBe(cleo.id);
    expect(await idWith(before.session)).not.toBe(anna.id);
    await talk(anna, ben, "still here");
    expect(site.program.log).not.toContain(SECRET);
    expect(site.program.log).not.toContain(NEXT_SECRET);
  } finally {
    await deployment.stop();
  }
});

test("origins, limits and the level of the log change; the rest is named", async () => {
  const site = await Site.start("origins", (port) => {
    return `[server]\nallowed_origins = ["http://127.0.0.1:${port}"]\n`;
  });
  try {
    const own = site.deployment.origin;
    expect(await site.statusFor("https://b.example.org")).toBe(403);
    const settings = `[server]\nallowed_origins = ["${own}", "https://*.example.org"]\n
      connections_max = 9\n[log]\nlevel = "warn"\n[limits]\nfind_burst = 2\n`;
    const log = await site.reload({ settings }, "event=settings_need_restart");
    expect(log).toContain("settings=server.connections_max");
    // The new level is in force before the line that lists what was taken.
    expect(log).not.toContain("event=settings_reloaded");
    expect(await site.statusFor("https://b.example.org")).toBe(101);
    expect(await site.statusFor("https://example.org")).toBe(403);
    const visitor = await Visitor.arrive(site.deployment);
    for (let i = 0; i < 3; ++i) visitor.find();
    expect((await visitor.expect("error", { on: "match" })).code).toBe("rate_limited");
  } finally {
    await site.deployment.stop();
  }
});

test("TURN servers and limits of networks change for visitors that are connected", async () => {
  const settings = (turn: string, more = ""): string =>
    `[server]\nloopback_is_exempt = false\n[ice]\nturn_secrets = ["${TURN_SECRET}"]\n
    turn_urls = ["turn:${turn}"]\n${more}`;
  const site = await Site.start("networks", () => settings("a.example"));
  try {
    const visitor = await Visitor.arrive(site.deployment);
    const turnUrls = async (): Promise<readonly string[]> => {
      visitor.sendMatch({ type: "renew_ice" });
      const { ice_servers } = await visitor.expect("ice_renewed");
      return ice_servers.flatMap(({ urls }) => urls);
    };
    expect(await turnUrls()).toEqual(["turn:a.example"]);
    const limits = `[limits]\nfinds_per_network_per_second_max = 1\nfind_burst_per_network = 1\n
      work_bits = 0\n[reports]\ncool_down_hours = 2\n`;
    await site.reload(
      { settings: settings("b.example", limits) },
      "event=settings_reloaded settings=limits.finds_per_network_per_second_max," +
        "limits.find_burst_per_network,limits.work_bits,reports.cool_down_hours,ice.turn_urls",
    );
    expect(await turnUrls()).toEqual(["turn:b.example"]);
    for (let i = 0; i < 4; ++i) visitor.find();
    const refused = await visitor.expect("error", { on: "match" });
    expect(refused.message).toBe("too many searches from this network");
  } finally {
    await site.deployment.stop();
  }
});

test("a broken file changes nothing, and every problem of it is logged", async () => {
  const site = await Site.start("broken", () => "");
  try {
    const own = site.deployment.origin;
    const settings = `[server]\nallowed_origins = ["https://a.example"]\nprot = 1\n[log]\nlevel = "loud"\n`;
    const log = await site.reload({ settings, secrets: ["short"] }, "secrets is too short");
    expect(log.match(/level=error event=settings_not_reloaded why=/g)).toHaveLength(3);
    for (const part of ["server.prot is not a setting", "line 5", "must be debug", "16 bytes"]) {
      expect(log).toContain(part);
    }
    expect(log).not.toContain("short\\n");
    expect(await site.statusFor(own)).toBe(101);
    expect(await site.statusFor("https://a.example")).toBe(403);
    const again = { settings: `[log]\nlevel = "debug"\n`, secrets: [SECRET] };
    await site.reload(again, "event=settings_reloaded settings=log.level");
  } finally {
    await site.deployment.stop();
  }
});

test("a file that is cut off, unreadable or a pipe at that moment changes nothing", async () => {
  const settings = `[log]\nlevel = "warn"\n[limits]\nfind_burst = 3\n`;
  const site = await Site.start("cut", () => settings);
  const file = join(directory, "cut.toml");
  const problems = (log: string) => log.match(/level=error event=settings_not_reloaded .*/g) ?? [];
  try {
    const visitor = await Visitor.arrive(site.deployment);
    for (const [prepare, why] of [
      [() => writeFileSync(file, ""), "gives no settings any more"],
      [() => writeFileSync(file, "# written in two steps\n"), "gives no settings any more"],
      [() => {}, "cannot be read: No such file"],
      [() => mkdirSync(file), "cannot be read: it is not a regular file"],
      [() => execFileSync("mkfifo", [file]), "cannot be read: it is not a regular file"],
    ] as const) {
      rmSync(file, { recursive: true, force: true });
      prepare();
      const log = await site.reload({}, why);
      expect(problems(log)).toHaveLength(1);
      await visitor.fence("match"); // The process serves on.
    }
    rmSync(file);
    await site.reload({ settings: `[log]\nlevel = "info"\n` }, "event=settings_reloaded");
  } finally {
    await site.deployment.stop();
  }
});

test("settings that a file cut between two lines no longer gives are named", async () => {
  const first = "[limits]\nfind_burst = 2\n";
  const whole = `${first}chats_per_second_max = 3\n[site]\nname = "Example"\n`;
  const site = await Site.start("between", () => whole);
  const siteName = async (): Promise<unknown> => {
    const info = (await (await fetch(`${site.deployment.origin}/v1/info`)).json()) as {
      site?: { name?: string };
    };
    return info.site?.name;
  };
  try {
    expect(await siteName()).toBe("Example");
    const log = await site.reload({ settings: first }, "event=settings_back_to_defaults");
    expect(log).toContain(
      "level=warning event=settings_back_to_defaults settings=limits.chats_per_second_max,site.name",
    );
    expect(await siteName()).toBeUndefined();
    await site.reload({ settings: whole }, "event=settings_reloaded");
    expect(await siteName()).toBe("Example");
  } finally {
    await site.deployment.stop();
  }
  // Not by the second reload: nothing was missing any more.
  expect(site.program.log.match(/event=settings_back_to_defaults/g)).toHaveLength(1);
});

test("with log.format = json each line is one object", async () => {
  const site = await Site.start("json", () => `[log]\nformat = "json"\n[node]\nname = "n.1"\n`);
  try {
    await site.reload({ settings: `x = "\\u00e4\n` }, "settings_not_reloaded");
  } finally {
    await site.deployment.stop();
  }
  const lines = site.program.log.trimEnd().split("\n");
  const messages = lines.map((line) => {
    const object = JSON.parse(line) as Record<string, unknown>;
    expect(object["time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(object).toMatchObject({ program: "nexuschat", node: "n.1" });
    expect(["debug", "info", "warning", "error"]).toContain(object["level"]);
    return object["message"];
  });
  expect(messages).toContain("listening");
  expect(messages).toContain("settings_not_reloaded");
  expect(messages.at(-1)).toBe("stopped");
});
