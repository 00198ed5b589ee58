// A crowd as a whole: the addresses of its members, and whether it has come to rest.
// SPDX-License-Identifier: MIT
import type { Wanderer } from "./wanderer.ts";

const ADDRESSES = 8;

/** Each loopback address has its own range of ports. */
export function addressOf(index: number): string {
  return `127.0.0.${2 + (index % ADDRESSES)}`;
}

/** Checks that must hold once faults have stopped; empty if all do. */
export function unsettled(crowd: readonly Wanderer[]): string[] {
  const problems: string[] = [];
  for (const mode of ["video", "text"]) {
    const waiting = crowd.filter((one) => one.whereabouts === "searching" && one.mode === mode);
    if (waiting.length > 1) problems.push(`${waiting.length} wait for ${mode}`);
  }
  const members = new Map<string, number>();
  for (const one of crowd) {
    if (one.whereabouts === "searching") continue;
    if (one.whereabouts !== "together") problems.push(`${one.name} is ${one.whereabouts}`);
    const room = one.room ?? "none";
    members.set(room, (members.get(room) ?? 0) + 1);
  }
  for (const [room, count] of members) {
    if (count !== 2) problems.push(`${count} sit in ${room}`);
  }
  return problems;
}

/** The visitors that are neither in a two-sided room nor queued. */
export function unplaced(crowd: readonly Wanderer[]): string[] {
  return crowd
    .filter((one) => !one.isPlaced)
    .map((one) => `${one.name} is ${one.whereabouts} and not queued`);
}

export async function inBatches<T>(
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> {
  const size = 100;
  for (let i = 0; i < items.length; i += size) {
    await Promise.all(items.slice(i, i + size).map(act));
  }
}
