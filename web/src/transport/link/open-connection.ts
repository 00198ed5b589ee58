import type { IceServer, Role } from "@nexuschat/client/protocol";
import { trace } from "@/lib/trace";
import { offerBoth } from "./offering";
import type { LinkOptions } from "./peer-link";
import { toRtcIceServer } from "./rtc-dictionaries";

/** A connection that describes itself in the next task. Null if the browser refuses to make one. */
export function openConnection(
  role: Role,
  iceServers: readonly IceServer[],
  stream: MediaStream | null,
  options: LinkOptions,
): RTCPeerConnection | null {
  try {
    const connection = new RTCPeerConnection({
      iceServers: iceServers.map(toRtcIceServer),
      iceTransportPolicy: options.iceTransportPolicy ?? "all",
      // One path for all media: less to gather and to check.
      bundlePolicy: "max-bundle",
    });
    traceStates(connection, role);
    if (role === "initiator") offerBoth(connection, stream);
    else
      for (const track of stream?.getTracks() ?? [])
        connection.addTrack(track, stream as MediaStream);
    return connection;
  } catch {
    return null;
  }
}

function traceStates(connection: RTCPeerConnection, role: Role): void {
  const add = (what: string, state: string) => trace.add(role, what, state);
  const watch = (event: string, look: () => void) => connection.addEventListener(event, look);
  watch("iceconnectionstatechange", () => add("ICE", connection.iceConnectionState));
  watch("icegatheringstatechange", () => add("gathering", connection.iceGatheringState));
  watch("connectionstatechange", () => add("connection", connection.connectionState));
  watch("signalingstatechange", () => add("signalling", connection.signalingState));
  connection.addEventListener("icecandidateerror", ({ errorCode }) =>
    trace.add(role, "candidate error", errorCode),
  );
}
