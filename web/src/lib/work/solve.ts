/// <reference types="vite/client" />
import { ownScript } from "@/lib/own-script";
import type { Task } from "./worker";
import workerUrl from "./worker?worker&url";

let former: AbortController | null = null;

/**
 * Solves a challenge of the server in a worker, so that the page stays responsive. A newer call
 * ends an older one. Rejects if it was ended or the worker cannot run.
 */
export async function solve(task: Task): Promise<number> {
  former?.abort();
  const ended = new AbortController();
  former = ended;
  const worker = new Worker(ownScript(workerUrl), { type: "module" });
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      worker.onerror = () => reject(new Error("the worker failed"));
      ended.signal.onabort = () => reject(new Error("a newer challenge came"));
      worker.postMessage(task);
    });
  } finally {
    worker.terminate();
  }
}
