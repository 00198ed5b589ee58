import { NativePeerLink } from "./native-peer-link";
import type { MakePeerLink } from "./peer-link";
import { SimplePeerLink } from "./simple-peer-link";

/**
 * The one place that chooses between the implementations, at build time: `VITE_PEER_LINK=simple-peer ./nexus build`
 * takes simple-peer-light, anything else the browser's own. The other one is left out of the build.
 */
export const makePeerLink: MakePeerLink =
  import.meta.env.VITE_PEER_LINK === "simple-peer"
    ? (events) => new SimplePeerLink(events)
    : (events) => new NativePeerLink(events);

/** `VITE_OFFERS_AHEAD=off` builds without them, as what to compare with: see bench/face. */
export const offersAhead: boolean = import.meta.env.VITE_OFFERS_AHEAD !== "off";
