// Two machines with a network between them, out of network namespaces: what breaks here is broken for the kernel too.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/**
 * A router in a namespace of its own and a machine on either side of it. Nothing of it touches the network of this
 * machine, and nothing beyond the router can be reached.
 */
export class Networks {
  readonly #directory = mkdtempSync(join(tmpdir(), "nexuschat-networks-"));
  readonly #hub = `nexus-hub-${process.pid}`;
  readonly #addresses = new Map<Side, string>();
  #net = 1;

  constructor() {
    try {
      this.#build();
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** A program that starts Chromium as on that machine. */
  chromium(side: Side, path: string): string {
    const script = join(this.#directory, side);
    const command = `exec ip netns exec ${this.#machine(side)} ${path} "$@"`;
    writeFileSync(script, `#!/bin/sh\n${command}\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /** Packets vanish, without a word to either machine. */
  cut(): void {
    const chain = "{ type filter hook forward priority 0; policy drop; }";
    must("ip", "netns", "exec", this.#hub, "nft", `add table ip cut`);
    must("ip", "netns", "exec", this.#hub, "nft", `add chain ip cut everything ${chain}`);
  }

  mend(): void {
    must("ip", "netns", "exec", this.#hub, "nft", "delete table ip cut");
  }

  /**
   * Another address for that machine. With a gap the old one is gone before the new one is there, and browsers say that
   * they were offline; without one the new one is there first, and no browser says anything.
   */
  async changeAddress(side: Side, gapMs: number | null): Promise<void> {
    const old = this.#addresses.get(side) ?? "";
    const drop = () =>
      must("ip", "-n", this.#machine(side), "address", "delete", old, "dev", "eth0");
    if (gapMs === null) {
      this.#address(side);
      drop();
      return;
    }
    drop();
    await new Promise((resolve) => setTimeout(resolve, gapMs));
    this.#address(side);
  }

  remove(): void {
    for (const side of SIDES) run("ip", "netns", "delete", this.#machine(side));
    run("ip", "netns", "delete", this.#hub);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #build(): void {
    const hub = this.#hub;
    must("ip", "netns", "add", hub);
    must("ip", "-n", hub, "link", "add", "br0", "type", "bridge");
    must("ip", "-n", hub, "link", "set", "br0", "up");
    must("ip", "netns", "exec", hub, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    for (const side of SIDES) {
      const machine = this.#machine(side);
      must("ip", "netns", "add", machine);
      must("ip", "-n", hub, "link", "add", side, "type", "veth", "peer", "eth0", "netns", machine);
      must("ip", "-n", hub, "link", "set", side, "master", "br0", "up");
      must("ip", "-n", machine, "link", "set", "lo", "up");
      must("ip", "-n", machine, "link", "set", "eth0", "up");
      this.#address(side);
    }
  }

  #address(side: Side): void {
    const machine = this.#machine(side);
    // Each in a net of its own, as after a change of network: in one net an address would live as long as the first.
    const net = `10.77.${this.#net++}`;
    must("ip", "-n", this.#hub, "address", "add", `${net}.1/24`, "dev", "br0");
    must("ip", "-n", machine, "address", "add", `${net}.2/24`, "dev", "eth0");
    // Browsers ask for the route to the world to learn which address is theirs.
    must("ip", "-n", machine, "route", "replace", "default", "via", `${net}.1`);
    this.#addresses.set(side, `${net}.2/24`);
  }

  #machine(side: Side): string {
    return `nexus-${side}-${process.pid}`;
  }
}

function run(command: string, ...args: string[]) {
  return spawnSync(command, args, { encoding: "utf8" });
}

function must(command: string, ...args: string[]): void {
  const { status, stderr, error } = run(command, ...args);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${stderr ?? ""}${error?.message ?? ""}`);
  }
}
