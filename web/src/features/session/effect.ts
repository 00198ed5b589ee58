import type {
  FindMessage,
  Home,
  IceServer,
  Id,
  LeaveReason,
  MatchClientMessage,
  RoomClientMessage,
} from "@nexuschat/client/protocol";
import type { KeptPlace } from "@nexuschat/client/room-client";
import type { Evidence } from "@/lib/evidence";
import type { LinkSignal } from "@/transport/link/peer-link";
import type { DeviceKind } from "@/transport/media/device-asking";
import type { MediaWant } from "@/transport/media/media-state";
import type { Preparation, Room, Session } from "./model";
import type { TimerName } from "./timing";

export type Effect =
  | { readonly do: "open-media"; readonly want: MediaWant }
  | { readonly do: "close-media" }
  | { readonly do: "share"; readonly microphone: boolean; readonly camera: boolean }
  | { readonly do: "ask-again"; readonly device: DeviceKind }
  | { readonly do: "share-screen"; readonly on: boolean }
  /** Whether the sent picture is reduced until nobody can be recognized. */
  | { readonly do: "blur"; readonly on: boolean }
  | { readonly do: "connect-match" }
  | { readonly do: "close-match" }
  /** Reconnects every dropped socket at once. */
  | { readonly do: "hurry-sockets" }
  /**
   * The ports add what only they have: the node of the open room socket, and the pre-generated
   * descriptions that fit `relayOnly`.
   */
  | {
      readonly do: "find";
      readonly message: Omit<FindMessage, "home" | "offer" | "answer">;
      readonly relayOnly: boolean;
    }
  /** Adds the pre-generated offer to a find under way. */
  | { readonly do: "offer"; readonly find: number; readonly relayOnly: boolean }
  | { readonly do: "prepare-offer"; readonly preparation: Preparation }
  /** Prepares a link that can answer, with a pre-generated answer if possible. */
  | { readonly do: "prepare-answer"; readonly preparation: Preparation }
  | { readonly do: "discard-offer" }
  | { readonly do: "cancel"; readonly find: number }
  /** Proof of work. The event `solved` follows, unless a newer challenge comes. */
  | { readonly do: "solve"; readonly challenge: string; readonly bits: number }
  /** Not queued: important messages are resent after the next welcome. */
  | { readonly do: "send-to-match"; readonly message: MatchClientMessage }
  | {
      readonly do: "send-evidence";
      readonly room: Id;
      readonly token: string;
      readonly evidence: Evidence;
    }
  | { readonly do: "join"; readonly room: Id; readonly home: Home; readonly seat: string }
  | { readonly do: "take-seat"; readonly place: KeptPlace }
  | { readonly do: "move-room"; readonly room: Id; readonly home: Home }
  /** The room cannot move: permanently, or before `retryAfterMs`. */
  | { readonly do: "room-stays"; readonly room: Id; readonly retryAfterMs: number | undefined }
  | { readonly do: "leave"; readonly room: Id; readonly reason: LeaveReason }
  | { readonly do: "send-to-room"; readonly message: RoomClientMessage }
  | { readonly do: "close-room" }
  /** `again`: the page was reloaded; the partner still has its end of the previous link. */
  | { readonly do: "start-link"; readonly room: Room; readonly again?: boolean }
  | { readonly do: "signal-link"; readonly signal: LinkSignal }
  /** After a resume: signals that the link sent during the outage may be lost. */
  | { readonly do: "recover-link" }
  | { readonly do: "renew-servers"; readonly iceServers: readonly IceServer[] }
  | { readonly do: "stop-link" }
  | { readonly do: "timer"; readonly name: TimerName; readonly ms: number }
  | { readonly do: "clear-timer"; readonly name: TimerName }
  /** Clears all timers except LASTING_TIMERS. */
  | { readonly do: "clear-timers" };

export type Step = readonly [Session, readonly Effect[]];
