// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// vitest prints failures with Map.groupBy, which Node has from version 21 on.
Map.groupBy ??= <Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key) => {
  const groups = new Map<Key, Item[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};

// Stories mostly wait, so more files than cores run at once; the crowd runs without other tests beside it.
// Faults run alone, too.
export default defineConfig({
  // The web app's aliases: some tests run its code.
  resolve: {
    alias: {
      "@": resolve(import.meta.dirname, "../web/src"),
      "@nexuschat/client": resolve(import.meta.dirname, "../clients/js/src"),
    },
  },
  test: {
    reporters: ["dot"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "stories",
          include: ["scenarios/*.test.ts", "support/*.test.ts"],
          exclude: ["scenarios/crowd.test.ts"],
          sequence: { groupOrder: 0 },
          maxWorkers: 4,
        },
      },
      {
        extends: true,
        test: {
          name: "crowd",
          include: ["scenarios/crowd.test.ts"],
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["faults/*.test.ts"],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
});
