// ./nexus: its messages about arguments, and what the environment of the shell must not change.
// SPDX-License-Identifier: MIT
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportSkipped } from "../support/namespaces.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const LOCALES = "/usr/share/i18n/locales/de_DE";
/** A command with wrong arguments ends at once. One that begins to install or build is ended here. */
const AT_ONCE_MS = 20_000;

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "nexuschat-runner-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function nexus(...args: readonly string[]) {
  // "present": if a wrong argument is accepted, still no package is installed.
  const env = { ...process.env, NEXUS_PACKAGES: "present", CDPATH: REPOSITORY };
  const options = { cwd: directory, env, encoding: "utf8", timeout: AT_ONCE_MS } as const;
  return spawnSync(join(REPOSITORY, "nexus"), args, options);
}

describe("the task runner", () => {
  test.each([
    ["bench", [], "which benchmark?"],
    ["bench", ["--quick"], "which benchmark?"],
    ["bench", ["rely"], '"rely" is no argument'],
    ["fuzz", ["frames"], "there are: all evidence frame"],
    ["fuzz", ["all", "soon"], '"soon" is no number of seconds'],
    ["faults", ["F13"], '"F13" is no argument'],
    ["model", ["shallow"], "there are: deep"],
    ["build", ["release"], '"release" is no argument'],
    ["test", ["scenario"], 'no test step "scenario"'],
    ["tests", [], 'no command "tests"'],
  ])("refuses nexus %s %j before it installs or builds", (command, args, said) => {
    const { status, stdout, stderr } = nexus(command, ...args);
    expect(stderr).toContain(said);
    expect(status).toBe(1);
    expect(stdout).not.toContain("==>");
  });

  test.each([["-h"], ["--help"], ["help"], ["bench", "-h"]])("explains itself: %s", (...args) => {
    const { status, stdout } = nexus(...args);
    expect(stdout).toContain("usage: ./nexus COMMAND");
    expect(status).toBe(0);
  });

  test("says who may not write, before anything is built", ({ skip }) => {
    const uid = 65_534;
    const options = { cwd: "/", env: { ...process.env, NEXUS_PACKAGES: "present" }, uid };
    const readable = spawnSync("test", ["-r", join(REPOSITORY, "scripts/install.sh")], options);
    if (process.getuid?.() !== 0 || readable.status !== 0) {
      const why = "it needs root, and a clone that other users can read";
      reportSkipped("./nexus by another user", why);
      skip(why);
    }
    const run = { ...options, encoding: "utf8", timeout: AT_ONCE_MS } as const;
    const { status, stderr } = spawnSync(join(REPOSITORY, "nexus"), ["build"], run);
    expect(stderr).toContain(`may not write to ${REPOSITORY}`);
    expect(stderr).toContain("chown -R");
    expect(status).toBe(1);
  });

  test("computes the space for packages where numbers have a decimal comma", ({ skip }) => {
    if (!existsSync(LOCALES)) {
      const why = "the package locales is not installed";
      reportSkipped("./nexus in a German shell", why);
      skip(why);
    }
    execFileSync("localedef", ["-i", "de_DE", "-f", "UTF-8", join(directory, "de_DE.UTF-8")]);
    const apt = join(directory, "apt-get");
    writeFileSync(
      apt,
      "#!/bin/sh\necho 'After this operation, 1,812.3 GB of additional disk space'\n",
    );
    chmodSync(apt, 0o755);
    const script = `set -euo pipefail; say() { :; }; source scripts/install.sh
      problems=(); space_for_packages g++; printf '%s\\n' "\${problems[@]}"`;
    const env = {
      ...process.env,
      PATH: `${directory}:${process.env["PATH"]}`,
      LOCPATH: directory,
      LC_ALL: "de_DE.UTF-8",
    };
    const { stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: REPOSITORY,
      env,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout).toContain("the packages need 1812301 MB in /usr");
  });
});
