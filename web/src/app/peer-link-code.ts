import { fetchSiteInfo } from "@/transport/sockets/site-info";
import { Code } from "@/ui/use-code";

/** The PeerLink implementation that `/v1/info` names; by default the browser's own. */
export const PEER_LINK = new Code(async () => {
  const info = await fetchSiteInfo();
  if (info?.peerLink === "simple-peer") {
    return (await import("@/transport/link/simple-peer-link")).makeSimplePeerLink;
  }
  return (await import("@/transport/link/native-peer-link")).makeNativePeerLink;
});
