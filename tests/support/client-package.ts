// The package @nexuschat/client as npm publishes it.
// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** The folder of the package. */
export const CLIENT = resolve(import.meta.dirname, "../../clients/js");

export type ClientPackage = {
  /** A project in which the package is installed. */
  readonly project: string;
  /** The files of the tarball, sorted. */
  readonly files: readonly string[];
  readonly remove: () => Promise<void>;
};

/** Compiles the package into its dist/. */
export async function buildClient(): Promise<void> {
  await run("npm", ["run", "build"], { cwd: CLIENT });
}

/** Builds and packs the package, and installs it in an empty project without a registry. */
export async function packClient(): Promise<ClientPackage> {
  const project = await mkdtemp(join(tmpdir(), "nexus-client-"));
  const target = join(project, "node_modules/@nexuschat/client");
  await mkdir(target, { recursive: true });
  const packed = await run("npm", ["pack", "--json", "--pack-destination", project], {
    cwd: CLIENT,
  });
  const [{ filename, files }] = JSON.parse(packed.stdout) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  await run("tar", ["-xzf", join(project, filename), "-C", target, "--strip-components=1"]);
  return {
    project,
    files: files.map(({ path }) => path).sort(),
    remove: () => rm(project, { recursive: true, force: true }),
  };
}
