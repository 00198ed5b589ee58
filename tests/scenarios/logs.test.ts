// The log: visitors do not notice what becomes of it, and operators read in it what is wrong.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Deployment,
  HERE,
  type Place,
  SECRET,
  type Settings,
  withDeployment,
} from "../support/deployment.ts";
import { eventually } from "../support/story.ts";
import { meet, talk, Visitor } from "../support/visitor.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "nexuschat-logs-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A pipe with a name. The test reads it, or does not. */
class Fifo {
  readonly #path: string;
  #reader: number | undefined;
  #text = "";

  constructor(name: string) {
    this.#path = join(directory, name);
    execFileSync("mkfifo", [this.#path]);
    this.openReader();
  }

  /** A blocking descriptor for the program that writes. */
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

  /** Everything read so far. */
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

/** Two visitors come, meet and talk. */
async function serves(deployment: Deployment): Promise<void> {
  const [anna, ben] = [await Visitor.arrive(deployment), await Visitor.arrive(deployment)];
  await meet(anna, ben);
  await talk(anna, ben, "hello");
  await Promise.all([anna.depart(), ben.depart()]);
}

describe("standard error", () => {
  test("a full pipe stops nothing, not even the end; its lines arrive once somebody reads", async () => {
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

  test("lines that nobody reads are counted, and the number is logged to the next reader", async () => {
    const fifo = new Fifo("unread");
    await withNode({ stderr: fifo.openWriter() }, async (deployment) => {
      await eventually("the log arrives", () => fifo.read().includes("event=listening"));
      fifo.closeReader();
      for (let i = 0; i < 5; ++i) {
        programOf(deployment).signal("SIGHUP"); // a line each
        await serves(deployment);
      }
      fifo.openReader();
      await eventually("the number is logged", () =>
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

  test("a log that is closed does not go to a visitor instead", async () => {
    const command = ["sh", "-c", 'exec "$@" 2>&-', "sh"];
    await withNode({ command }, async (deployment) => {
      expect(readlinkSync(`/proc/${programOf(deployment).pid}/fd/2`)).toBe("/dev/null");
      await serves(deployment);
    });
  });

  test("a file that was moved away is opened again by SIGHUP", async () => {
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
