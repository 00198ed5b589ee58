// SPDX-License-Identifier: MIT
import { defineConfig } from "vitest/config";

// Stories wait far more than they work, so their files share the machine; the crowd has it alone.
export default defineConfig({
  test: {
    reporters: ["dot"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "stories",
          include: ["scenarios/*.test.ts"],
          exclude: ["scenarios/crowd.test.ts"],
          sequence: { groupOrder: 0 },
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "crowd",
          include: ["scenarios/crowd.test.ts"],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
