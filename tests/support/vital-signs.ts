// What the kernel reports about a running program.
// SPDX-License-Identifier: MIT
import { readdir, readFile } from "node:fs/promises";

/** The kernel's unit of processor time in /proc, the same on every supported Linux. */
const TICK_MS = 10;

/** Processor time that the program has used so far, in user and kernel mode. */
export async function cpuMs(pid: number): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8");
  // Fields are counted after the name, which may hold spaces; the first of them is the third.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[14 - 3]) + Number(fields[15 - 3])) * TICK_MS;
}

export async function openDescriptors(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** In KiB. VmRSS: memory in use, VmHWM: the peak of VmRSS, VmSize: address space. */
export async function memoryKib(
  pid: number,
  what: "VmRSS" | "VmHWM" | "VmSize" = "VmRSS",
): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
}
