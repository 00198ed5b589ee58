// Ports for the programs of a test.
// SPDX-License-Identifier: MIT
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Below the kernel's range for outgoing connections. */
const PORTS_FROM = 20_000;
const PORTS_TO = 32_000;
/** One file for each claimed port, with the id of the process that claimed it. */
export const CLAIMS = join(tmpdir(), `nexuschat-ports-${userInfo().uid}`);

let nextPort = PORTS_FROM + ((process.pid * 131) % (PORTS_TO - PORTS_FROM));

/**
 * A port without a listener, which no other process of tests receives while this one lives: other
 * workers and other runs on this machine look for ports at the same time.
 */
export async function freePort(): Promise<number> {
  for (let tries = PORTS_FROM; tries < PORTS_TO; tries += 1) {
    const port = nextPort;
    nextPort = port + 1 < PORTS_TO ? port + 1 : PORTS_FROM;
    if (claim(port) && (await hasNoListener(port))) return port;
  }
  throw new Error(`no port from ${PORTS_FROM} to ${PORTS_TO} is free; see ${CLAIMS}`);
}

function claim(port: number): boolean {
  const file = join(CLAIMS, `${port}`);
  mkdirSync(CLAIMS, { recursive: true });
  if (write(file)) return true;
  if (isAlive(ownerOf(file))) return false;
  rmSync(file, { force: true });
  return write(file);
}

/** False if the file exists. */
function write(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** null: not known, for example because the file is being written. */
function ownerOf(file: string): number | null {
  try {
    const text = readFileSync(file, "utf8");
    return /^[0-9]+$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}

function isAlive(owner: number | null): boolean {
  if (owner === null) return true;
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}

function hasNoListener(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
