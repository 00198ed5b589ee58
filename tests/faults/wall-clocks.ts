// Wall clocks that a row can move while programs use them.
// SPDX-License-Identifier: MIT
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Settings } from "../support/deployment.ts";
import { compile } from "../support/process.ts";

const SOURCE = resolve(import.meta.dirname, "wall_clock.cpp");

async function write(file: string, seconds: number): Promise<void> {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(seconds));
  // Writes the file in place: the programs have this very file mapped.
  const handle = await open(file, "a+").then(async (made) => {
    await made.close();
    return open(file, "r+");
  });
  await handle.write(bytes, 0, bytes.length, 0);
  await handle.close();
}

export class WallClocks {
  private constructor(
    readonly directory: string,
    readonly names: readonly string[],
  ) {}

  /** One clock for each of these parts of a cluster. */
  static async make(names: readonly string[]): Promise<WallClocks> {
    const clocks = new WallClocks(await mkdtemp(join(tmpdir(), "nexuschat-clocks-")), names);
    await compile(SOURCE, clocks.#library, "-shared", "-fPIC");
    for (const name of names) await clocks.set(name, 0);
    return clocks;
  }

  get #library(): string {
    return join(this.directory, "wall_clock.so");
  }

  #fileOf(name: string): string {
    return join(this.directory, name);
  }

  /** The environment that makes a part use its clock. */
  settingsOf(name: string): Settings {
    if (!this.names.includes(name)) return {};
    return { LD_PRELOAD: this.#library, WALL_CLOCK_FILE: this.#fileOf(name) };
  }

  /** Sets the clock this many seconds ahead of the machine's. */
  set(name: string, seconds: number): Promise<void> {
    return write(this.#fileOf(name), seconds);
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
