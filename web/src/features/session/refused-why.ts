import { closeName } from "@/transport/sockets/close-codes";
import type { RefusedWhy } from "./model";

/** Why a socket was closed permanently, in the terms shown to the visitor. */
export function refusedWhy(code: number): RefusedWhy {
  const name = closeName(code);
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
