// A server and some visitors' machines, each in a separate network namespace, all at the same distance.
// SPDX-License-Identifier: MIT
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROAD = resolve("build/bench/bin/nexus-far-apart");
// From the range reserved for network tests (RFC 2544).
const NET = "198.18.77";

export class Machines {
  #directory = mkdtempSync(join(tmpdir(), "nexuschat-face-"));
  #names;
  #road;

  constructor(count) {
    this.#names = Array.from({ length: count }, (_, i) => `nexus-face-${process.pid}-${i}`);
  }

  static async open(count, delayMs) {
    const machines = new Machines(count);
    try {
      await machines.#open(delayMs);
    } catch (error) {
      machines.remove();
      throw error;
    }
    return machines;
  }

  /** The address of a machine by its number, from 0. */
  address(machine) {
    return `${NET}.${machine + 1}`;
  }

  /** The command words that run a program on that machine. */
  inside(machine, ...words) {
    return ["ip", "netns", "exec", this.#names[machine], ...words];
  }

  /** Writes a script that starts a program on that machine, for callers that need a single path. */
  script(machine, program) {
    const path = join(this.#directory, `machine-${machine}`);
    writeFileSync(path, `#!/bin/sh\nexec ${this.inside(machine, program).join(" ")} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Stops every program on that machine for a while (SIGSTOP), and lets it go on (SIGCONT). */
  halt(machine) {
    for (const id of this.#programs(machine)) process.kill(id, "SIGSTOP");
  }
  goOn(machine) {
    for (const id of this.#programs(machine)) process.kill(id, "SIGCONT");
  }

  /** Whether that port of that machine has a listener. */
  accepts(machine, port) {
    const [command, ...words] = this.inside(machine, "ss", "-Hltn", `sport = :${port}`);
    return spawnSync(command, words, { encoding: "utf8" }).stdout.trim() !== "";
  }

  remove() {
    this.#road?.kill();
    for (const name of this.#names) spawnSync("ip", ["netns", "delete", name]);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #programs(machine) {
    const { stdout } = spawnSync("ip", ["netns", "pids", this.#names[machine]], { encoding: "utf8" });
    return stdout.split("\n").filter(Boolean).map(Number);
  }

  async #open(delayMs) {
    const device = (i) => `face${process.pid % 10_000}n${i}`;
    const devices = this.#names.map((_, i) => device(i));
    this.#road = spawn(ROAD, [String(delayMs), ...devices], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const opened = await Promise.race([
      once(this.#road.stdout, "data"),
      once(this.#road, "exit").then(() => null),
    ]);
    if (!opened) throw new Error("the network between the machines could not be opened: it needs root");
    for (const [i, name] of this.#names.entries()) {
      ip("netns", "add", name);
      ip("link", "set", device(i), "netns", name);
      ip("-n", name, "link", "set", "lo", "up");
      ip("-n", name, "link", "set", device(i), "up");
      ip("-n", name, "address", "add", `${this.address(i)}/24`, "dev", device(i));
      // Like CUBIC of Debian, Windows and macOS, Reno does not pace its packets as BBR does, and any namespace may use it.
      run(...this.inside(i, "sysctl", "-qw", "net.ipv4.tcp_congestion_control=reno"));
      // Browsers look up the route to the internet to learn their address.
      ip("-n", name, "route", "add", "default", "dev", device(i));
    }
  }
}

const ip = (...words) => run("ip", ...words);

function run(command, ...words) {
  const { status, stderr } = spawnSync(command, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${[command, ...words].join(" ")}: ${stderr}`);
}
