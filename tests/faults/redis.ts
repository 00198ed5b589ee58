// F3: Redis restarts, loses its data, pauses and freezes, while many visitors wait and many talk.
// SPDX-License-Identifier: MIT
import { setTimeout as pause } from "node:timers/promises";
import { l1Within, outcomeOf, type Row, timeUntil } from "./row.ts";
import {
  bringTogether,
  lostSeats,
  notWaiting,
  SCENE_SETTINGS,
  type Scene,
  setScene,
} from "./scene.ts";

const PAUSE_MS = 5_000;
const STILL_MS = 10_000;

async function strike(scene: Scene, what: string, fault: () => Promise<unknown>) {
  const { run } = scene;
  await fault();
  const ended = Date.now();
  const back = await timeUntil(ended, l1Within(run), () => notWaiting(scene));
  const lost = await lostSeats(scene);
  run.say(`${what}: all queued again after ${(back.ms / 1_000).toFixed(1)} s`);
  return { ms: back.ms, problems: [...back.problems, ...lost].map((one) => `${what}: ${one}`) };
}

export const redis: Row = {
  name: "F3",
  run: async (run) => {
    const count = run.isLong ? 500 : 200;
    const cluster = await run.start({ settings: SCENE_SETTINGS });
    const scene = await setScene(run, cluster, count);
    const part = cluster.part("redis");
    const strikes = [
      await strike(scene, "restart", async () => {
        await part.kill();
        await pause(1_000);
        await part.start();
      }),
      await strike(scene, "FLUSHALL", () => cluster.redis("FLUSHALL")),
      await strike(scene, "CLIENT PAUSE 5 s", async () => {
        await cluster.redis("CLIENT", "PAUSE", `${PAUSE_MS}`, "ALL");
        await pause(PAUSE_MS);
      }),
      await strike(scene, "SIGSTOP 10 s", async () => {
        part.program.signal("SIGSTOP");
        await pause(STILL_MS);
        part.program.signal("SIGCONT");
      }),
    ];
    const met = await bringTogether(scene);
    return outcomeOf(run, "restart, FLUSHALL, PAUSE, SIGSTOP", 4 * count, {
      recoveryMs: Math.max(...strikes.map(({ ms }) => ms)),
      problems: [...strikes.flatMap(({ problems }) => problems), ...met.problems],
    });
  },
};
