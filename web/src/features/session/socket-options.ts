import type { SocketOptions } from "@nexuschat/client/room-client";
import { trace } from "@/lib/trace";

/** The sockets of this page lead to its own site, which is the folder that the page is in. */
export function socketOptions(): SocketOptions {
  return { site: new URL(".", document.baseURI).href, trace: (...facts) => trace.add(...facts) };
}
