// A directory of their own for tests that need files.
// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes a directory that is deleted after the tests of the surrounding describe, or of the file. */
export function useDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `nexuschat-${name}-`));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
