// The machines of the demo: network namespaces with an address each, joined by a bridge that this machine reaches.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";
import type { Place } from "../support/deployment.ts";

const BRIDGE = "nexus-demo";
// Reserved for network tests (RFC 2544); the faults use the other half of that range.
const NET = "198.19.0";
/** The first address of a machine. This machine has the first of the net, and the public address comes next. */
const FIRST = 11;

export const PUBLIC_ADDRESS = `${NET}.10`;

/** The kernel gives no IPv6 address a second later: browsers on this machine would break off what they load. */
const NO_LATE_ADDRESS = ["addrgenmode", "none"];

export type Machine = Place & { readonly name: string };

function run(...words: readonly string[]): string | undefined {
  const [path = "", ...args] = words;
  const { status, stderr, error } = spawnSync(path, args, { encoding: "utf8" });
  return status === 0 ? undefined : `${words.join(" ")}: ${stderr ?? ""}${error?.message ?? ""}`;
}

function must(...words: readonly string[]): void {
  const problem = run(...words);
  if (problem) throw new Error(problem);
}

/**
 * Unplugs every machine. The kernel keeps a deleted namespace, and its end of the cable, as long as it sends what a
 * program left in a socket, which takes minutes if the receiver is gone, too.
 */
function removeCables(): void {
  const { stdout } = spawnSync("ip", ["-o", "link", "show", "type", "veth"], { encoding: "utf8" });
  for (const [, cable = ""] of stdout.matchAll(/^\d+: (demo\d+)@/gm))
    run("ip", "link", "delete", cable);
}

/** An earlier demo that was killed left its machines behind, without programs. */
function removeLeftovers(): void {
  const { stdout } = spawnSync("ip", ["netns", "list"], { encoding: "utf8" });
  for (const line of stdout.split("\n")) {
    const [namespace = ""] = line.split(" ");
    if (!namespace.startsWith(`${BRIDGE}-`)) continue;
    const { stdout: programs } = spawnSync("ip", ["netns", "pids", namespace], {
      encoding: "utf8",
    });
    if (programs.trim() !== "")
      throw new Error(`a demo runs already: see ip netns pids ${namespace}`);
    run("ip", "netns", "delete", namespace);
  }
  removeCables();
  run("ip", "link", "delete", BRIDGE);
}

export class Machines {
  readonly #all: Machine[] = [];
  #owner: Machine | undefined;

  static open(): Machines {
    removeLeftovers();
    must("ip", "link", "add", BRIDGE, "type", "bridge");
    const machines = new Machines();
    try {
      must("ip", "address", "add", `${NET}.1/24`, "dev", BRIDGE);
      must("ip", "link", "set", BRIDGE, ...NO_LATE_ADDRESS);
      must("ip", "link", "set", BRIDGE, "up");
    } catch (error) {
      machines.close();
      throw error;
    }
    return machines;
  }

  /** A new machine; its programs run under `command`. */
  add(name: string): Machine {
    const namespace = `${BRIDGE}-${name}`;
    const address = `${NET}.${FIRST + this.#all.length}`;
    const cable = `demo${this.#all.length}`;
    must("ip", "netns", "add", namespace);
    const machine = { name, address, command: ["ip", "netns", "exec", namespace] };
    this.#all.push(machine);
    must("ip", "link", "add", cable, "type", "veth", "peer", "eth0", "netns", namespace);
    must("ip", "link", "set", cable, ...NO_LATE_ADDRESS);
    must("ip", "link", "set", cable, "master", BRIDGE, "up");
    must("ip", "-n", namespace, "link", "set", "lo", "up");
    must("ip", "-n", namespace, "link", "set", "eth0", "up");
    must("ip", "-n", namespace, "address", "add", `${address}/24`, "dev", "eth0");
    return machine;
  }

  /** Runs a command on that machine. */
  must({ command }: Machine, ...words: readonly string[]): void {
    must(...command, ...words);
  }

  /** Kills every program of that machine, as a power failure does: some programs are several processes. */
  fail({ name }: Machine): void {
    const { stdout } = spawnSync("ip", ["netns", "pids", `${BRIDGE}-${name}`], {
      encoding: "utf8",
    });
    for (const pid of stdout.split("\n")) if (pid !== "") process.kill(Number(pid), "SIGKILL");
  }

  /** The machine that has the public address. */
  get owner(): Machine | undefined {
    return this.#owner;
  }

  /** Gives the public address to another machine, as keepalived does when the machine that had it fails. */
  givePublicAddressTo(machine: Machine): void {
    const change = (what: string, { name }: Machine) =>
      must("ip", "-n", `${BRIDGE}-${name}`, "address", what, `${PUBLIC_ADDRESS}/24`, "dev", "eth0");
    if (this.#owner) change("delete", this.#owner);
    this.#owner = undefined;
    change("add", machine);
    this.#owner = machine;
    // This machine forgets which machine had the address.
    must("ip", "neighbour", "flush", "to", PUBLIC_ADDRESS);
  }

  /** Removes everything, and reports nothing that is already gone. */
  close(): void {
    for (const { name } of this.#all) run("ip", "netns", "delete", `${BRIDGE}-${name}`);
    removeCables();
    run("ip", "link", "delete", BRIDGE);
  }
}
