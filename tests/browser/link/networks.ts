// Two machines and a network between them, made of network namespaces: a fault in it is real for the kernel, too.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/**
 * A router in its own namespace, with one machine on each side. Nothing in it touches the network of the
 * host, and nothing beyond the router is reachable.
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

  /** Writes a program that starts Chromium on that machine. */
  chromium(side: Side, path: string): string {
    const script = join(this.#directory, side);
    const command = `exec ip netns exec ${this.#machine(side)} ${path} "$@"`;
    writeFileSync(script, `#!/bin/sh\n${command}\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /** Drops all packets, without a notice to either machine. */
  cut(): void {
    const chain = "{ type filter hook forward priority 0; policy drop; }";
    must("ip", "netns", "exec", this.#hub, "nft", `add table ip cut`);
    must("ip", "netns", "exec", this.#hub, "nft", `add chain ip cut everything ${chain}`);
  }

  mend(): void {
    must("ip", "netns", "exec", this.#hub, "nft", "delete table ip cut");
  }

  /**
   * Gives that machine another address. With a gap, the old address is removed first and browsers report
   * "offline"; without one, the new address is added first and browsers report nothing.
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
    // A new subnet each time, as after a change of network: within one subnet the first address would stay valid.
    const net = `10.77.${this.#net++}`;
    must("ip", "-n", this.#hub, "address", "add", `${net}.1/24`, "dev", "br0");
    must("ip", "-n", machine, "address", "add", `${net}.2/24`, "dev", "eth0");
    // Browsers look up the route to the internet to learn their address.
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
