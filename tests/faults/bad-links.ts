// Bad network links into a network namespace, one for each client: see bad_links.cpp. Needs root.
// SPDX-License-Identifier: MIT
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compile, type Program, startProgram } from "../support/process.ts";
import { command, type Network } from "./network.ts";

const SOURCE = resolve(import.meta.dirname, "bad_links.cpp");
// One half of the range reserved for network tests (RFC 2544); each user takes a free /20 of it.
const RANGE = "198.19";
const BLOCKS = 16;
/** The two bits above the low ten choose the class: three loss rates for clients, and one class for the servers. */
const CLASSES = 4;
const ADDRESSES = 1 << 10;
const SERVER = (CLASSES - 1) * ADDRESSES + 1;
const FAR = "links";

export type Quality = {
  /** One way, lowest and highest. */
  readonly delayMs: readonly [number, number];
  /** Each way of each link. */
  readonly bitsPerSecond: number;
  /** Percent each way, one for each class of clients. */
  readonly losses: readonly [number, number, number];
};

/** The address with this number in a block. */
function addressIn(block: number, number: number): string {
  const low = block * CLASSES * ADDRESSES + number;
  return `${RANGE}.${low >> 8}.${low & 255}`;
}

export class BadLinks {
  private constructor(
    readonly program: Program,
    readonly block: number,
  ) {}

  static async into(network: Network, quality: Quality): Promise<BadLinks> {
    const directory = await mkdtemp(join(tmpdir(), "nexuschat-links-"));
    try {
      const tool = join(directory, "bad_links");
      await compile(SOURCE, tool);
      const near = `nexus${network.pid}-n`;
      const { delayMs, bitsPerSecond, losses } = quality;
      const numbers = [...delayMs, bitsPerSecond, ...losses, 0].map(String);
      const start = network.inside("links", tool, near, FAR, ...numbers);
      const program = await startProgram(start, async ({ log }) => log.includes("open"));
      try {
        return new BadLinks(program, await connect(network, near));
      } catch (error) {
        await program.stop();
        throw error;
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** The address at which clients reach the servers over these links. */
  get server(): string {
    return addressIn(this.block, SERVER);
  }

  /** The address of a client in this loss class. */
  clientOf(lossClass: number, index: number): string {
    return addressIn(this.block, lossClass * ADDRESSES + (index % ADDRESSES));
  }

  async close(): Promise<void> {
    await this.program.stop();
  }
}

/** Moves the near end out of the network and sets up the routes; returns the block of addresses it uses. */
async function connect(network: Network, near: string): Promise<number> {
  await network.ip("link", "set", near, "netns", `${process.pid}`);
  await command("ip", "link", "set", near, "up");
  await network.ip("link", "set", FAR, "up");
  const block = await takeBlock(near, network.pid % BLOCKS);
  for (let lossClass = 0; lossClass < CLASSES - 1; ++lossClass) {
    const clients = `${addressIn(block, lossClass * ADDRESSES)}/22`;
    await command("ip", "route", "add", "local", clients, "dev", near);
  }
  await network.ip("address", "add", `${addressIn(block, SERVER)}/32`, "dev", FAR);
  await network.ip("route", "add", `${addressIn(block, 0)}/20`, "dev", FAR);
  return block;
}

/** Claims the first free block, beginning with `from`: adding its route fails while another run has it. */
async function takeBlock(near: string, from: number): Promise<number> {
  for (let i = 0; i < BLOCKS; ++i) {
    const block = (from + i) % BLOCKS;
    const way = ["ip", "route", "add", addressIn(block, SERVER), "dev", near];
    const isTaken = await command(...way).then(
      () => false,
      (error: unknown) => {
        if (String(error).includes("File exists")) return true;
        throw error;
      },
    );
    if (!isTaken) return block;
  }
  throw new Error("all addresses for bad links are taken");
}
