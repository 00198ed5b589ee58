import { findNonce } from "@nexuschat/client/find-nonce";

export interface Task {
  readonly challenge: string;
  readonly bits: number;
}

self.addEventListener("message", ({ data }: MessageEvent<Task>) => {
  self.postMessage(findNonce(data.challenge, data.bits));
});
