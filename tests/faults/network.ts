// A private network namespace for the servers of a row. Faults in it affect nothing else, and it
// disappears as soon as no process runs in it (support/namespaces.ts explains where none can be made).
// SPDX-License-Identifier: MIT
import { readFile, readlink } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "../support/deployment.ts";
import { Program, runProgram, type Start, under } from "../support/process.ts";

// Reserved for network tests (RFC 2544); each network here is a /29 of it, each cable a /30.
const RANGE = "198.18";
const NETWORKS = 1 << 13;
const PER_OCTET = 32;
const CABLES_MAX = 2;
const READY_WITHIN_MS = 5_000;

const namespaceOf = (pid: number | "self"): string => `/proc/${pid}/ns/net`;

export async function command(...words: readonly string[]): Promise<void> {
  const [path = "", ...args] = words;
  const { status, output } = await runProgram({ name: path, path, args });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${output}`);
}

/** A virtual cable from this namespace into the network. */
export type Cable = {
  /** The addresses of its inner and outer end. */
  readonly address: string;
  readonly here: string;
  /** The device of the outer end. */
  readonly outer: string;
  /** Stops all packets without a notice to either end. */
  readonly cut: () => Promise<void>;
};

/** An IPv4 address as /proc/net/tcp writes it. */
function inKernelsHex(address: string): string {
  const octets = address.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  return octets.reverse().join("").toUpperCase();
}

export class Network {
  readonly #holder: Program;
  readonly #enter: readonly string[];
  readonly #cables: Cable[] = [];

  private constructor(holder: Program) {
    this.#holder = holder;
    this.#enter = ["nsenter", `--net=${namespaceOf(holder.pid)}`];
  }

  /** Where its servers listen, for each other and for the test. */
  get address(): string {
    const [first] = this.#cables;
    if (!first) throw new Error("no cable leads into the network");
    return first.address;
  }

  /** The process that keeps the namespace open; its id names the devices and tables. */
  get pid(): number {
    return this.#holder.pid;
  }

  get place(): Place {
    return { address: this.address, command: this.#enter };
  }

  static async open(): Promise<Network> {
    const holder = new Program(
      under(["unshare", "--net"], { name: "network", path: "sleep", args: ["infinity"] }),
    );
    const outside = await readlink(namespaceOf("self"));
    const network = new Network(holder);
    try {
      const deadline = Date.now() + READY_WITHIN_MS;
      while ((await readlink(namespaceOf(holder.pid)).catch(() => outside)) === outside) {
        if (holder.exit || Date.now() > deadline) {
          throw new Error(`the network namespace cannot be made: ${holder.log}`);
        }
        await pause(10);
      }
      await network.ip("link", "set", "lo", "up");
      await network.addCable();
    } catch (error) {
      await network.close();
      throw error;
    }
    return network;
  }

  async addCable(): Promise<Cable> {
    const index = this.#cables.length;
    if (index === CABLES_MAX) throw new Error("the network has no addresses for another cable");
    const { pid } = this.#holder;
    const number = pid % NETWORKS;
    const [third, fourth] = [Math.floor(number / PER_OCTET), (number % PER_OCTET) * 8 + index * 4];
    const [here, there] = [`${RANGE}.${third}.${fourth + 1}`, `${RANGE}.${third}.${fourth + 2}`];
    const [outer, inner] = [`nexus${pid}-${index}`, `outside${index}`];
    await command(
      ...["ip", "link", "add", outer, "type", "veth"],
      ...["peer", "name", inner, "netns", `${pid}`],
    );
    await command("ip", "address", "add", `${here}/30`, "dev", outer);
    await command("ip", "link", "set", outer, "up");
    await this.ip("address", "add", `${there}/30`, "dev", inner);
    await this.ip("link", "set", inner, "up");
    const cut = () => this.ip("link", "set", inner, "down");
    const cable = { address: there, here, outer, cut };
    this.#cables.push(cable);
    return cable;
  }

  /** Runs an ip(8) command inside. */
  async run(...words: readonly string[]): Promise<void> {
    await command(...this.#enter, ...words);
  }

  async ip(...words: readonly string[]): Promise<void> {
    await this.run("ip", ...words);
  }

  /** How many connections with that address the kernel inside has established. */
  async connectionsWith(address: string): Promise<number> {
    const [established, remote] = ["01", inKernelsHex(address)];
    const lines = (await readFile(`/proc/${this.#holder.pid}/net/tcp`, "utf8")).split("\n");
    return lines.filter((line) => {
      const [, , to = "", state] = line.trim().split(/\s+/);
      return state === established && to.startsWith(`${remote}:`);
    }).length;
  }

  /** How to start a program inside. */
  inside(name: string, ...words: readonly string[]): Start {
    const [path = "", ...args] = words;
    return under(this.#enter, { name, path, args });
  }

  /** Cuts these ports off from all other servers inside; the test still reaches them. */
  async cut(port: number): Promise<void> {
    const rule = "add rule inet cut inside iifname lo tcp";
    const rules = [
      "add table inet cut",
      "add chain inet cut inside { type filter hook input priority 0; }",
      `${rule} dport ${port} drop`,
      `${rule} sport ${port} drop`,
    ];
    await this.run("nft", rules.join("; "));
  }

  async heal(): Promise<void> {
    await this.run("nft", "delete table inet cut");
  }

  async close(): Promise<void> {
    // Connections without an answer would keep the namespace, and so its cables, for minutes.
    for (const { outer } of this.#cables) await command("ip", "link", "delete", outer);
    await this.#holder.stop();
  }
}
