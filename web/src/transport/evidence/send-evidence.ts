import { type Evidence, evidenceText } from "@/lib/evidence";
import { seal } from "./seal";

/** How much longer a sealed box is than its text. */
const BOX_OVERHEAD_BYTES = 48;
const TIMEOUT_MS = 60_000;
/** Pauses between the attempts. */
const PAUSES_MS = [2_000, 8_000];

/** Pauses or fails as the page's network does; a test has its own. */
export interface Net {
  readonly post: typeof fetch;
  readonly pause: (ms: number) => Promise<void>;
}

const PAGE_NET: Net = {
  post: (input, init) => fetch(input, init),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Seals the evidence and sends it under the token of the answered report. Returns whether the
 * server has it.
 */
export async function sendEvidence(
  room: string,
  token: string,
  evidence: Evidence,
  net: Net = PAGE_NET,
): Promise<boolean> {
  const key = Uint8Array.from(
    atob(evidence.to.key.replaceAll("-", "+").replaceAll("_", "/")),
    (character) => character.charCodeAt(0),
  );
  const text = await fittingText(room, evidence);
  if (!text) return false;
  const body = new Blob([seal(text, key)]);
  for (const pauseMs of [...PAUSES_MS, null]) {
    const status = await post(token, body, net);
    // 409: the server has it, and its first answer was lost.
    if (status === 204 || status === 409) return true;
    const mayPass = status === null || status === 408 || status === 429 || status === 503;
    if (!mayPass || pauseMs === null) return false;
    await net.pause(pauseMs);
  }
  return false;
}

/** Leaves the oldest pictures out until the rest fits. */
async function fittingText(room: string, { to, pictures, chat }: Evidence) {
  for (let first = 0; first <= pictures.length; first += 1) {
    const text = await evidenceText(room, { pictures: pictures.slice(first), chat });
    const bytes = new TextEncoder().encode(text);
    if (bytes.length + BOX_OVERHEAD_BYTES <= to.bytesMax) return bytes;
  }
  return null;
}

/** The HTTP status; null without a response. */
async function post(token: string, body: Blob, net: Net): Promise<number | null> {
  try {
    const { status } = await net.post("v1/evidence", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return status;
  } catch {
    return null;
  }
}
