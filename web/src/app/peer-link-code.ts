import { fetchSiteInfo } from "@/transport/sockets/site-info";
import { Code } from "@/ui/use-code";

/** The implementation of PeerLink that the site names in `/v1/info`: the browser's own unless it names another. */
export const PEER_LINK = new Code(async () => {
  const info = await fetchSiteInfo();
  if (info?.peerLink === "simple-peer") {
    return (await import("@/transport/link/simple-peer-link")).makeSimplePeerLink;
  }
  return (await import("@/transport/link/native-peer-link")).makeNativePeerLink;
});
