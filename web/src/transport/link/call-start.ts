import type { CallPath } from "@nexuschat/client/protocol";
import { numberOf, type Stat, usedPair } from "./link-stats";
import type { PeerLink } from "./peer-link";

const LOOK_MS = 100;
/** A partner without a camera sends no frame: after this the call counts without its time. */
const PATIENCE_MS = 10_000;

/** How a call began, for the operator. */
export interface CallStart {
  readonly path: CallPath;
  /** Until the partner's first frame was decoded, to LOOK_MS; missing if none came. */
  readonly setupMs?: number;
}

/**
 * Watches a connected link until the partner's first frame, and calls `began` once. `since`: when
 * the match arrived. Returns a function that ends the watch.
 */
export function watchCallStart(
  link: Pick<PeerLink, "stats">,
  since: number,
  began: (start: CallStart) => void,
): () => void {
  const until = Date.now() + PATIENCE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const look = async () => {
    const stats = (await link.stats()) as readonly Stat[];
    if (isOver) return;
    const now = Date.now();
    const hasFrame = stats.some(
      (one) => one.type === "inbound-rtp" && numberOf(one, "framesDecoded") > 0,
    );
    if (!hasFrame && now < until) {
      timer = setTimeout(look, LOOK_MS);
      return;
    }
    const path = pathOf(stats);
    began(hasFrame ? { path, setupMs: Math.max(0, now - since) } : { path });
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** How this browser sends: through its own relay, or directly. */
function pathOf(stats: readonly Stat[]): CallPath {
  const used = usedPair(stats);
  const local = used && stats.find((one) => one.id === used["localCandidateId"]);
  if (!local) return "none";
  if (local["candidateType"] !== "relay") return "direct";
  switch (local["relayProtocol"]) {
    case "tls":
      return "relay_tls";
    case "tcp":
      return "relay_tcp";
    default:
      return "relay_udp";
  }
}
