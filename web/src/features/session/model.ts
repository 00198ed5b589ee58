import type { ChatLine } from "@/lib/chat";
import type {
  Home,
  IceServer,
  Id,
  LeaveReason,
  LeftReason,
  MatchServerMessage,
  MessageId,
  Mode,
  Partner,
  Role,
  RoomClientMessage,
  RoomServerMessage,
  WidenedTo,
} from "@/protocol/messages";
import type { MediaProblem, MediaWant } from "@/transport/local-media";
import type { LinkSignal, LinkState } from "@/transport/peer-link";

export interface Wishes {
  readonly mode: Mode;
  readonly interests: readonly string[];
}

export interface Room {
  readonly id: Id;
  readonly role: Role;
  readonly iceServers: readonly IceServer[];
  /** What the two have in common. */
  readonly shared: Partner;
}

/** What passes between two visitors beside picture and sound. */
export interface Talk {
  readonly lines: readonly ChatLine[];
  readonly typing: boolean;
  readonly partnerTyping: boolean;
  readonly partnerMicrophone: boolean;
  readonly partnerCamera: boolean;
}

/** Why a conversation ended: what the server says, or what this end saw itself. */
export type EndReason = LeftReason | "connection_lost";

/** Why the server does not want this visitor now. */
export type RefusedWhy = "replaced" | "version" | "banned" | "rate_limited" | "closed";

export type Phase =
  | { readonly at: "idle" }
  | { readonly at: "requesting-media"; readonly want: MediaWant }
  | { readonly at: "media-error"; readonly problem: MediaProblem }
  | {
      readonly at: "searching";
      readonly since: number;
      /** Visitors in the queue, once the server has said so. */
      readonly waiting: number | null;
      readonly widened: readonly WidenedTo[];
    }
  | { readonly at: "reconnecting"; readonly attempt: number }
  | { readonly at: "unavailable"; readonly cause: "offline" | "unreachable" | "full" | "busy" }
  | {
      readonly at: "connecting";
      readonly room: Room;
      readonly joined: boolean;
      readonly partnerHere: boolean;
      /** What the own end of the link said before the partner was there to hear it. */
      readonly held: readonly LinkSignal[];
      readonly talk: Talk;
    }
  | {
      readonly at: "talking";
      readonly room: Room;
      readonly since: number;
      readonly link: "steady" | "interrupted";
      readonly talk: Talk;
    }
  | {
      readonly at: "partner-left";
      readonly reason: EndReason;
      readonly talkedMs: number;
      /** When the next search starts by itself; null when the visitor stays. */
      readonly nextAt: number | null;
      readonly talk: Talk;
    }
  | { readonly at: "refused"; readonly why: RefusedWhy }
  | { readonly at: "stopped"; readonly met: number };

export interface Session {
  readonly phase: Phase;
  readonly wishes: Wishes;
  /** The number of the latest find; replies to any other are stale. */
  readonly find: number;
  readonly match: "off" | "opening" | "open" | "down";
  readonly network: "online" | "offline";
  readonly online: number | null;
  readonly share: { readonly microphone: boolean; readonly camera: boolean };
  readonly devices: { readonly microphone: boolean; readonly camera: boolean };
  readonly met: number;
}

export type Event =
  // The visitor
  | { readonly type: "start"; readonly wishes: Wishes }
  | { readonly type: "preview"; readonly on: boolean }
  | { readonly type: "next" }
  | { readonly type: "stay" }
  | { readonly type: "stop" }
  | { readonly type: "home" }
  | { readonly type: "retry" }
  | { readonly type: "without-camera" }
  | { readonly type: "say"; readonly id: MessageId; readonly text: string }
  | { readonly type: "say-again"; readonly id: string; readonly newId: MessageId }
  | { readonly type: "typing"; readonly on: boolean }
  | { readonly type: "share"; readonly microphone?: boolean; readonly camera?: boolean }
  // The devices and the network
  | { readonly type: "media-open"; readonly microphone: boolean; readonly camera: boolean }
  | { readonly type: "media-problem"; readonly problem: MediaProblem }
  | { readonly type: "network"; readonly online: boolean }
  // The sockets
  | { readonly type: "match"; readonly message: MatchServerMessage }
  | { readonly type: "match-down"; readonly attempt: number }
  | { readonly type: "match-refused"; readonly why: RefusedWhy }
  | { readonly type: "room"; readonly message: RoomServerMessage }
  | { readonly type: "room-lost" }
  | { readonly type: "room-refused"; readonly why: RefusedWhy }
  // The link to the partner
  | { readonly type: "link-signal"; readonly room: Id; readonly signal: LinkSignal }
  | { readonly type: "link-state"; readonly room: Id; readonly state: LinkState }
  // The clock
  | { readonly type: "timer"; readonly name: TimerName };

export type TimerName =
  | "find" // A search that had to wait.
  | "next" // The countdown to the next partner.
  | "connect" // A match that does not become a conversation.
  | "typing" // The own pause in typing.
  | "partner-typing" // The partner's.
  | `unanswered:${string}`; // A chat message without an answer.

export type Effect =
  | { readonly do: "open-media"; readonly want: MediaWant }
  | { readonly do: "close-media" }
  | { readonly do: "share"; readonly microphone: boolean; readonly camera: boolean }
  | { readonly do: "connect-match" }
  | { readonly do: "close-match" }
  | { readonly do: "hurry-match" }
  /** The node of the open room socket is added on the way out. */
  | { readonly do: "find"; readonly find: number; readonly wishes: Wishes }
  | { readonly do: "cancel"; readonly find: number }
  | { readonly do: "join"; readonly home: Home; readonly token: string }
  | { readonly do: "leave"; readonly room: Id; readonly reason: LeaveReason }
  | { readonly do: "say-to-room"; readonly message: RoomClientMessage }
  | { readonly do: "close-room" }
  | { readonly do: "start-link"; readonly room: Room }
  | { readonly do: "signal-link"; readonly signal: LinkSignal }
  | { readonly do: "stop-link" }
  | { readonly do: "timer"; readonly name: TimerName; readonly ms: number }
  | { readonly do: "clear-timer"; readonly name: TimerName }
  | { readonly do: "clear-timers" };

export type Step = readonly [Session, readonly Effect[]];

export const FIRST_SESSION: Session = {
  phase: { at: "idle" },
  wishes: { mode: "video", interests: [] },
  find: 0,
  match: "off",
  network: "online",
  online: null,
  share: { microphone: true, camera: true },
  devices: { microphone: false, camera: false },
  met: 0,
};

export const NEW_TALK: Talk = {
  lines: [],
  typing: false,
  partnerTyping: false,
  partnerMicrophone: true,
  partnerCamera: true,
};
