import type { SocketOptions } from "@nexuschat/client/room-client";
import { trace } from "@/lib/trace";

/** The sockets of this page lead to its own site. */
export function socketOptions(): SocketOptions {
  return { site: location.origin, trace: (...facts) => trace.add(...facts) };
}
