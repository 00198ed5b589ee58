// What the kernel tells of a running program.
// SPDX-License-Identifier: MIT
import { readdir, readFile } from "node:fs/promises";

/** The kernel's unit of processor time in /proc, the same on every Linux that we run on. */
const TICK_MS = 10;

/** Processor time that it has used so far, its own and the kernel's for it. */
export async function cpuMs(pid: number): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8");
  // Counted from behind the name, which may hold spaces; the first field there is the third.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[14 - 3]) + Number(fields[15 - 3])) * TICK_MS;
}

export async function openDescriptors(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** In KiB: VmRSS is what it has in memory, VmHWM the most that it ever had, VmSize its addresses. */
export async function memoryKib(
  pid: number,
  what: "VmRSS" | "VmHWM" | "VmSize" = "VmRSS",
): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
}
