// Whether this machine can make network namespaces, which some tests need.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";

/** Why no network namespace can be made here, or undefined if one can be made. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return "network namespaces need root";
  for (const tool of ["ip", "nft"]) {
    if (spawnSync(tool, ["-V"]).status !== 0) return `${tool} is not installed`;
  }
  if (spawnSync("unshare", ["--net", "true"]).status === 0) return undefined;
  return "the kernel refuses network namespaces, as in a container without CAP_SYS_ADMIN";
}

/** Reports a skipped part of a test step: ./nexus test lists such lines in its summary. */
export function reportSkipped(what: string, why: string): void {
  console.log(`skipped: ${what}: ${why}`);
}
