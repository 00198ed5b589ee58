// The log: its state never affects visitors, and operators read in it what is wrong.
// SPDX-License-Identifier: MIT
import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Deployment,
  HERE,
  type Place,
  programPath,
  SECRET,
  type Settings,
  withDeployment,
} from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { Line, Refused } from "../support/line.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

const directory = useDirectory("logs");

/** A named pipe that the test reads only when it wants to. */
class Fifo {
  readonly #path: string;
  #reader: number | undefined;
  #text = "";

  constructor(name: string) {
    this.#path = join(directory, name);
    execFileSync("mkfifo", [this.#path]);
    this.openReader();
  }

  /** A blocking descriptor for the program under test. */
  openWriter(): number {
    return openSync(this.#path, constants.O_WRONLY);
  }

  openReader(): void {
    this.#reader = openSync(this.#path, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  closeReader(): void {
    if (this.#reader !== undefined) closeSync(this.#reader);
    this.#reader = undefined;
  }

  fill(): void {
    const writer = openSync(this.#path, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      for (;;) writeSync(writer, "x".repeat(4096));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("EAGAIN");
    } finally {
      closeSync(writer);
    }
  }

  /** Returns everything read so far. */
  read(): string {
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      try {
        const bytes = this.#reader === undefined ? 0 : readSync(this.#reader, buffer);
        if (bytes === 0) return this.#text;
        this.#text += buffer.toString("utf8", 0, bytes);
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe("EAGAIN");
        return this.#text;
      }
    }
  }
}

async function withNode(
  place: Partial<Place>,
  story: (deployment: Deployment) => Promise<void>,
  settings: Settings = {},
): Promise<void> {
  const options = { settings, place: { ...HERE, ...place } };
  try {
    await withDeployment("all-in-one", story, options);
  } finally {
    if (place.stderr !== undefined) closeSync(place.stderr);
  }
}

const programOf = (deployment: Deployment) => {
  const [node] = deployment.nodes;
  if (!node) throw new Error("no node");
  return node.program;
};

/** Two visitors arrive, meet and talk. */
async function serves(deployment: Deployment): Promise<void> {
  const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
  await meet(anna, ben);
  await talk(anna, ben, "hello");
  await Promise.all([anna.depart(), ben.depart()]);
}

describe("standard error", () => {
  test("a full pipe delays neither visitors nor the end; its lines arrive once it is read", async () => {
    const fifo = new Fifo("full");
    fifo.fill();
    await withNode({ stderr: fifo.openWriter() }, async (deployment) => {
      await serves(deployment);
      await eventually("the log arrives", () => fifo.read().includes("event=listening"));
      fifo.fill();
      const program = programOf(deployment);
      program.signal("SIGTERM");
      expect(await program.exited).toEqual({ status: 0, signal: null });
    });
    fifo.closeReader();
  });

  test("lines that are dropped while nobody reads are counted, and the next reader gets their count", async () => {
    const fifo = new Fifo("unread");
    await withNode({ stderr: fifo.openWriter() }, async (deployment) => {
      await eventually("the log arrives", () => fifo.read().includes("event=listening"));
      fifo.closeReader();
      for (let i = 0; i < 5; ++i) {
        programOf(deployment).signal("SIGHUP"); // one line each
        await serves(deployment);
      }
      fifo.openReader();
      await eventually("the count is logged", () =>
        /level=warning event=log_lines_lost lines=[1-9]/.test(fifo.read()),
      );
      await serves(deployment);
    });
    fifo.closeReader();
  });

  test("a full disk stops nothing", async () => {
    await withNode({ stderr: openSync("/dev/full", "w") }, serves);
  });

  test("a log at the size limit of files stops nothing", async () => {
    const path = join(directory, "limited");
    const command = ["prlimit", "--fsize=100"];
    await withNode({ stderr: openSync(path, "a"), command }, async (deployment) => {
      await serves(deployment);
      expect(readFileSync(path).byteLength).toBe(100);
    });
  });

  test("a program with a closed standard error sends no log line to a visitor's socket", async () => {
    const command = ["sh", "-c", 'exec "$@" 2>&-', "sh"];
    await withNode({ command }, async (deployment) => {
      expect(readlinkSync(`/proc/${programOf(deployment).pid}/fd/2`)).toBe("/dev/null");
      await serves(deployment);
    });
  });

  test("SIGHUP opens the log file again after it was moved", async () => {
    const path = join(directory, "moved");
    await withNode({ stderr: openSync(path, "a") }, async (deployment) => {
      renameSync(path, `${path}.1`);
      programOf(deployment).signal("SIGHUP");
      const text = () => {
        try {
          return readFileSync(path, "utf8");
        } catch {
          return "";
        }
      };
      await eventually("the log is opened again", () => text().includes("event=log_reopened"));
      expect(readFileSync(`${path}.1`, "utf8")).toContain("event=listening");
      await serves(deployment);
      expect(text()).not.toContain(SECRET);
    });
  });
});

describe("refusals", () => {
  const refusals = (deployment: Deployment, kind: string): string[] =>
    programOf(deployment)
      .log.split("\n")
      .filter((line) => line.includes(`event=refused kind=${kind} `));
  /** The HTTP status of an upgrade request; 101 if it succeeds. */
  const upgrade = async (
    deployment: Deployment,
    options: { readonly origin?: string; readonly headers?: Record<string, string> },
  ): Promise<number> => {
    try {
      const line = await Line.open(deployment.matchUrls[0] ?? "", {
        origin: deployment.origin,
        ...options,
      });
      line.cut();
      return 101;
    } catch (error) {
      if (error instanceof Refused) return error.status;
      throw error;
    }
  };

  test("the first of each kind is logged at once, with its setting and without an address", async () => {
    await withNode(
      {},
      async (deployment) => {
        const anna = await Visitor.arrive(deployment);
        for (let i = 0; i < 10; ++i) {
          expect(await upgrade(deployment, { origin: "https://evil.test" })).toBe(403);
          await upgrade(deployment, { headers: { "X-Forwarded-For": "198.51.100.77" } });
          anna.match.send("no JSON");
        }
        const room = await Line.open(deployment.nodes[0]?.room ?? "", {
          origin: deployment.origin,
        });
        room.send(JSON.stringify({ type: "join", seat: "x.y" }));
        const expected = [
          ["wrong_origin", "server.allowed_origins", "https://evil.test"],
          ["untrusted_proxy", "server.trusted_proxies", "127.0.0.0/8"],
          ["bad_token", "credentials.secrets", "join"],
          ["rate_limit", "limits.*", "too many messages"],
          ["malformed_message", "", ""],
        ] as const;
        for (const [kind, setting, example] of expected) {
          await eventually(`${kind} is logged`, () => refusals(deployment, kind).length > 0);
          const [line = "", ...more] = refusals(deployment, kind);
          expect(more).toEqual([]); // The server summarises further ones at the end of the minute.
          expect(line).toContain(" count=1 ");
          expect(line).toContain(example);
          if (setting) expect(line).toContain(` setting=${setting}`);
          expect(line).toContain(setting ? "level=warning" : "level=info");
        }
        expect(programOf(deployment).log).not.toContain("198.51.100.77");
        room.cut();
      },
      { NEXUS_LIMITS_MESSAGES_PER_10_S_MAX: "4" },
    );
  });

  test("a full server logs that it is full", async () => {
    await withNode(
      {},
      async (deployment) => {
        const visitors = [];
        for (;;) {
          const status = await upgrade(deployment, {}).catch(() => 503); // or the connection is reset
          if (status === 503) break;
          visitors.push(await Visitor.arrive(deployment).catch(() => undefined));
        }
        await eventually("it is logged", () => refusals(deployment, "server_full").length > 0);
        expect(refusals(deployment, "server_full")[0]).toContain("setting=server.connections_max");
        for (const visitor of visitors) visitor?.vanish();
      },
      { NEXUS_SERVER_CONNECTIONS_MAX: "8" },
    );
  });
});

describe("the limit of open file descriptors", () => {
  const softLimit = (pid: number): number =>
    Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, "utf8"))?.[1]);

  test("is raised to the hard limit at the start", async () => {
    const command = ["prlimit", "--nofile=256:4096"];
    const settings = { NEXUS_SERVER_CONNECTIONS_MAX: "4000" };
    await withNode(
      { command },
      async (deployment) => {
        const { pid, log } = programOf(deployment);
        expect(softLimit(pid)).toBe(4096);
        expect(log).not.toContain("event=descriptors_too_few");
      },
      settings,
    );
  });

  test("is logged when it is too low for the configured connections", async () => {
    const command = ["prlimit", "--nofile=256:512"];
    await withNode({ command }, async (deployment) => {
      const program = programOf(deployment);
      await eventually("it is logged", () => program.log.includes("event=descriptors_too_few"));
      expect(program.log).toMatch(/limit=512 needed=15064 .*LimitNOFILE/);
    });
  });
});

test.each(["--help", "--version", "--check-config", "config"])(
  "nexuschat %s fails if its output is lost on a full disk",
  (words) => {
    const command = `"${programPath("nexuschat")}" ${words}`;
    const run = (to: string) => spawnSync("sh", ["-c", `${command} >${to}`], { encoding: "utf8" });
    expect(run("/dev/null").status).toBe(0);
    const { status, stderr } = run("/dev/full");
    expect(status).toBe(1);
    expect(stderr).toContain("the output cannot be written: ");
  },
);
