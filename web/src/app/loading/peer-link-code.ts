import { repeatable } from "@/lib/load-code";
import { fetchSiteInfo } from "@/transport/site-info";
import { Code } from "@/ui/use-code";

const importSimplePeer = repeatable(
  () => import("@/transport/link/simple-peer-link"),
  (m) => m.makeSimplePeerLink,
);
const importNative = repeatable(
  () => import("@/transport/link/native-peer-link"),
  (m) => m.makeNativePeerLink,
);

/** The PeerLink implementation that `/v1/info` names; by default the browser's own. */
export const PEER_LINK = new Code(async () => {
  const info = await fetchSiteInfo();
  return info?.peerLink === "simple-peer" ? importSimplePeer() : importNative();
});
