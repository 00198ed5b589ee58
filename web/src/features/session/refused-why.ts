import type { ClosedWhy } from "@nexuschat/client/room-client";
import type { RefusedWhy } from "./model";

/** Why a socket was closed permanently, in the terms shown to the visitor. */
export function refusedWhy(name: ClosedWhy): RefusedWhy {
  switch (name) {
    case "replaced":
    case "version":
    case "banned":
    case "rate_limited":
      return name;
    default:
      return "closed";
  }
}
