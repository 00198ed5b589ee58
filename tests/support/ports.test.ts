// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLAIMS, freePort } from "./ports.ts";

const ownerOf = (port: number): number => Number(readFileSync(join(CLAIMS, `${port}`), "utf8"));

test("a port that another process claimed is received again only after that process ended", async () => {
  const last = await freePort();
  const [living, ended] = [last + 1, last + 2];
  const dead = spawnSync("true").pid;
  writeFileSync(join(CLAIMS, `${living}`), `${process.ppid}`);
  writeFileSync(join(CLAIMS, `${ended}`), `${dead}`);

  const received: number[] = [];
  for (let i = 0; i < 5; i += 1) received.push(await freePort());

  expect(received).not.toContain(living);
  expect(ownerOf(living)).toBe(process.ppid);
  expect(ownerOf(ended)).toBe(process.pid);
  for (const port of received) expect(ownerOf(port)).toBe(process.pid);
  expect(new Set(received).size).toBe(received.length);
});
