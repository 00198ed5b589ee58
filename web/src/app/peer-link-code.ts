import { fetchSiteInfo } from "@/transport/sockets/site-info";
import { Code } from "@/ui/use-code";

/** The PeerLink implementation that `/v1/info` names; by default the browser's own. */
export const PEER_LINK = new Code(async () => {
  // Most sites keep the default, so its code does not wait for the answer.
  const [info, { makeNativePeerLink }] = await Promise.all([
    fetchSiteInfo(),
    import("@/transport/link/native-peer-link"),
  ]);
  if (info?.peerLink !== "simple-peer") return makeNativePeerLink;
  return (await import("@/transport/link/simple-peer-link")).makeSimplePeerLink;
});
