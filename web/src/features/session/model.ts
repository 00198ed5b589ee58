import type { ChatLine } from "@/lib/chat";
import type {
  Home,
  IceServer,
  Id,
  LeaveReason,
  LeftReason,
  MatchClientMessage,
  MatchServerMessage,
  MessageId,
  Mode,
  Partner,
  ReportReason,
  Role,
  RoomClientMessage,
  RoomServerMessage,
  WidenedTo,
} from "@/protocol/messages";
import type { LinkSignal, LinkState, Reach } from "@/transport/link/peer-link";
import type { DeviceKind } from "@/transport/media/device-asking";
import type {
  DeviceNews,
  DeviceProblems,
  MediaProblem,
  MediaWant,
} from "@/transport/media/media-state";
import type { VideoHindrance } from "@/transport/media/video-support";
import type { KeptPlace } from "@/transport/sockets/room-client";
import type { KeptConversation } from "./reload-steps";

export interface Wishes {
  readonly mode: Mode;
  readonly interests: readonly string[];
  /** The languages that the visitor speaks. */
  readonly languages?: readonly string[];
  /** Hide the own address from partners, where the site leaves that to its visitors. */
  readonly relayOnly?: boolean;
  /** Which of the site's crowds to meet; none for the site's first. */
  readonly lane?: string;
  /** Begin each conversation blurred, on both sides, until this visitor reveals. */
  readonly blurFirst?: boolean;
}

export interface Ahead {
  readonly iceServers: readonly IceServer[];
  /** Nobody here learns a partner's address. */
  readonly relayOnly: boolean;
}

export interface Room {
  readonly id: Id;
  readonly role: Role;
  readonly iceServers: readonly IceServer[];
  /** The two shall not learn each other's address. */
  readonly relayOnly: boolean;
  /** What the two have in common. */
  readonly shared: Partner;
  /** Proves to any node who the partner is, where the server gave that out. */
  readonly encounter?: string | undefined;
}

/** Whom the visitor met, as far as a page can know: in which room. */
export interface Met {
  readonly room: Id;
  readonly encounter?: string | undefined;
}

/** What passes between two visitors beside picture and sound. */
export interface Talk {
  readonly lines: readonly ChatLine[];
  readonly typing: boolean;
  readonly partnerTyping: boolean;
  readonly partnerMicrophone: boolean;
  readonly partnerCamera: boolean;
  /** Whether the screen is shown in the place of the camera. */
  readonly screen: boolean;
  readonly partnerScreen: boolean;
  /** Whether each side lets itself be seen clearly. While one does not, both pages blur. */
  readonly revealed: boolean;
  readonly partnerRevealed: boolean;
  /** Whose socket dropped and is waited for: what is said meanwhile arrives later. */
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
}

/** What a visitor has against a partner: the partner is blocked, and reported where there is a report. */
export interface Complaint extends Met {
  readonly report: { readonly reason: ReportReason; readonly note?: string } | null;
  /** The server could not take the report; the block is all that is left. */
  readonly reportLost?: boolean;
}

/** What became of a complaint, or of a device, for the visitor to read. */
export type Notice =
  | "reported"
  | "blocked"
  | "not-reported"
  | "too-late"
  | `${DeviceKind}-${DeviceNews}`;

/** Why a conversation ended: what the server says, or what this end saw itself. */
export type EndReason = LeftReason | "closed" | "connection_lost";

/** Why the server does not want this visitor now. */
export type RefusedWhy = "replaced" | "version" | "banned" | "rate_limited" | "closed";

/** What the operator says of a ban, as far as it says something. */
export interface Ban {
  readonly reason?: string | undefined;
  /** Missing while no end is set. */
  readonly untilMs?: number | undefined;
}

/** Why this visitor cannot reach any partner by video, as far as a page can find out. */
export type LinkHindrance =
  | "blocked" // The browser makes no connection, or the network lets none through.
  | "relay"; // The site wants all calls to go through its relay, which refuses.

export type Phase =
  | { readonly at: "idle" }
  /** This browser has no video, or this visitor cannot reach any partner: no search runs. */
  | { readonly at: "no-video"; readonly why: VideoHindrance | LinkHindrance }
  | { readonly at: "requesting-media"; readonly want: MediaWant }
  | {
      readonly at: "media-error";
      readonly problem: MediaProblem;
      readonly devices?: DeviceProblems;
    }
  | {
      readonly at: "searching";
      readonly since: number;
      /** Visitors in the queue, once the server has said so. */
      readonly waiting: number | null;
      /** How long others waited lately, where the server can tell. */
      readonly estimateMs?: number | undefined;
      readonly widened: readonly WidenedTo[];
    }
  | { readonly at: "reconnecting"; readonly attempt: number }
  | { readonly at: "unavailable"; readonly cause: "offline" | "unreachable" | "full" | "busy" }
  | {
      readonly at: "connecting";
      readonly room: Room;
      /** When the match arrived. */
      readonly since: number;
      readonly joined: boolean;
      readonly partnerHere: boolean;
      readonly talk: Talk;
    }
  | {
      readonly at: "talking";
      readonly room: Room;
      readonly since: number;
      /** `absent`: the page was reloaded and has not opened the devices yet. */
      readonly link: "steady" | "interrupted" | "absent";
      readonly talk: Talk;
    }
  | {
      readonly at: "partner-left";
      readonly reason: EndReason;
      readonly talkedMs: number;
      /** There was no path since the relay refused. */
      readonly relayRefused?: boolean;
      /** When the next search starts by itself; null when the visitor stays. */
      readonly nextAt: number | null;
      /** No search starts by itself: the visitor seems to be away, and is asked. */
      readonly unattended?: boolean;
      readonly talk: Talk;
    }
  | { readonly at: "refused"; readonly why: RefusedWhy; readonly ban?: Ban }
  | { readonly at: "stopped"; readonly met: number }
  /** A part of the page threw. Everything is released; only the visitor leads out of it. */
  | { readonly at: "broken" };

export interface Session {
  readonly phase: Phase;
  /** The code of the conversation and of its link is loaded. No find is sent and no link is prepared before. */
  readonly ready: boolean;
  readonly wishes: Wishes;
  /** The number of the latest find; replies to any other are stale. */
  readonly find: number;
  /** Where the present search stands in the queue, for the find on another socket. */
  readonly place: string | null;
  readonly match: "off" | "opening" | "open" | "down";
  readonly network: "online" | "offline";
  /** The page is out of sight: phones let its sockets die. */
  readonly hidden: boolean;
  /** The page before the reload reported itself hidden as it unloaded, and nobody has corrected that yet. */
  readonly saidHidden: boolean;
  /** When the matching server, which said goodbye, wants to see this visitor again. */
  readonly backAt: number | null;
  readonly online: number | null;
  /** What an offer made ahead of a partner needs to know; null until the server has said. */
  readonly ahead: Ahead | null;
  /** The first search waits until this browser has found a candidate: a match without one would cost the partner its turn. */
  readonly mustProveReach: boolean;
  /** Partners in a row with whom no link came about. */
  readonly unreached: number;
  readonly share: { readonly microphone: boolean; readonly camera: boolean };
  /** Which devices are there, or can be switched on. */
  readonly devices: { readonly microphone: boolean; readonly camera: boolean };
  /** Of which nothing comes at present: it is paused, released, or not open yet. */
  readonly idle: { readonly microphone: boolean; readonly camera: boolean };
  readonly met: number;
  /** Partners met since the visitor last touched anything. */
  readonly unattended: number;
  /** In the present or the latest conversation: that partner can be complained of. */
  readonly lastMet: Met | null;
  /** Until the server has answered it. */
  readonly complaint: Complaint | null;
  readonly notice: Notice | null;
}

export type Event =
  // The visitor
  | { readonly type: "start"; readonly wishes: Wishes }
  | { readonly type: "preview"; readonly on: boolean }
  /** A device was chosen while none is open: all were unplugged, say. */
  | { readonly type: "reopen"; readonly want: MediaWant }
  /** The visitor touched something; `typing`: it was a key that writes. */
  | { readonly type: "input"; readonly typing: boolean }
  | { readonly type: "next" }
  | { readonly type: "stay" }
  | { readonly type: "stop" }
  | { readonly type: "home" }
  | { readonly type: "retry" }
  | { readonly type: "without-camera" }
  | { readonly type: "without-video" }
  | { readonly type: "say"; readonly id: MessageId; readonly text: string }
  | { readonly type: "say-again"; readonly id: MessageId }
  | { readonly type: "typing"; readonly on: boolean }
  | { readonly type: "complain"; readonly complaint: Complaint }
  | { readonly type: "reveal"; readonly on: boolean }
  /** The visitor wishes it; then the browser has asked, or the visitor has ended it in the browser's own way. */
  | { readonly type: "screen"; readonly on: boolean }
  | { readonly type: "screen-changed"; readonly on: boolean }
  | { readonly type: "share"; readonly microphone?: boolean; readonly camera?: boolean }
  /** The visitor wants a device that failed to open. */
  | { readonly type: "ask-again"; readonly device: DeviceKind }
  // The devices and the network
  | {
      readonly type: "media-open";
      readonly microphone: boolean;
      readonly camera: boolean;
      readonly idle?: Session["idle"];
    }
  | {
      readonly type: "media-problem";
      readonly problem: MediaProblem;
      readonly devices?: DeviceProblems;
    }
  | { readonly type: "device-news"; readonly device: DeviceKind; readonly news: DeviceNews }
  | { readonly type: "network"; readonly online: boolean }
  /** The page was hidden, or shown again. */
  | { readonly type: "hidden"; readonly on: boolean }
  // The sockets
  | { readonly type: "match"; readonly message: MatchServerMessage }
  | { readonly type: "match-down"; readonly attempt: number }
  | { readonly type: "match-refused"; readonly why: RefusedWhy }
  | { readonly type: "room"; readonly message: RoomServerMessage }
  | { readonly type: "room-away" }
  /** The home does not answer, and the room may live elsewhere. `seat` proves who asks. */
  | { readonly type: "room-homeless"; readonly room: Id; readonly seat: string }
  | { readonly type: "room-lost" }
  | { readonly type: "room-refused"; readonly why: RefusedWhy }
  // The link to the partner, and the one that is made ahead
  | { readonly type: "offer-ready" }
  | { readonly type: "offer-gone" }
  | { readonly type: "link-signal"; readonly room: Id; readonly signal: LinkSignal }
  | { readonly type: "reach"; readonly reach: Reach }
  | {
      readonly type: "link-state";
      readonly room: Id;
      readonly state: LinkState;
      readonly relayError?: number | undefined;
    }
  /** The page was reloaded during a conversation. */
  | { readonly type: "resume"; readonly kept: KeptConversation }
  /** The code of the conversation has been loaded. */
  | { readonly type: "ready" }
  /** A part of the page threw: nothing that it does can be relied on. */
  | { readonly type: "broken"; readonly error: unknown }
  // The clock
  | { readonly type: "timer"; readonly name: TimerName };

export type TimerName =
  | "find" // A search that had to wait.
  | "next" // The countdown to the next partner.
  | "complaint" // One that came too fast for the server.
  | "renew-ice" // The credentials of the relays are about to expire.
  | "notice" // A notice has been in sight for long enough.
  | "offer" // An offer made ahead is to be made, or made anew.
  | "connect" // A match that does not become a conversation.
  | "typing" // The own pause in typing.
  | "partner-typing" // The partner's.
  | `unanswered:${string}`; // A chat message without an answer.

export type Effect =
  | { readonly do: "open-media"; readonly want: MediaWant }
  | { readonly do: "close-media" }
  | { readonly do: "share"; readonly microphone: boolean; readonly camera: boolean }
  | { readonly do: "ask-again"; readonly device: DeviceKind }
  | { readonly do: "share-screen"; readonly on: boolean }
  /** Whether the picture that is sent is too coarse to make anybody out. */
  | { readonly do: "veil"; readonly on: boolean }
  | { readonly do: "connect-match" }
  | { readonly do: "close-match" }
  /** Comes back at once, wherever a socket is down. */
  | { readonly do: "hurry-sockets" }
  /** The node of the open room socket is added on the way out, and what was made ahead. */
  | {
      readonly do: "find";
      readonly find: number;
      readonly wishes: Wishes;
      readonly relayOnly: boolean;
      readonly place?: string;
    }
  /** Leaves the offer made ahead with a find that is under way. */
  | { readonly do: "offer"; readonly find: number; readonly relayOnly: boolean }
  | { readonly do: "prepare-offer"; readonly ahead: Ahead }
  /** A link that can answer is to be at hand, and its answer if it can be had ahead. */
  | { readonly do: "prepare-answer"; readonly ahead: Ahead }
  | { readonly do: "discard-offer" }
  | { readonly do: "cancel"; readonly find: number }
  /** Not kept for later: what matters is said again after the next welcome. */
  | { readonly do: "say-to-match"; readonly message: MatchClientMessage }
  | { readonly do: "join"; readonly room: Id; readonly home: Home; readonly seat: string }
  | { readonly do: "take-seat"; readonly place: KeptPlace }
  | { readonly do: "move-room"; readonly room: Id; readonly home: Home }
  /** The room cannot move: ever, or before `retryAfterMs`. */
  | { readonly do: "room-stays"; readonly room: Id; readonly retryAfterMs: number | undefined }
  | { readonly do: "leave"; readonly room: Id; readonly reason: LeaveReason }
  | { readonly do: "say-to-room"; readonly message: RoomClientMessage }
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
  /** All but those of LASTING_TIMERS. */
  | { readonly do: "clear-timers" };

/** They belong to the visit, and not to what it is doing. */
export const LASTING_TIMERS: ReadonlySet<TimerName> = new Set<TimerName>([
  "complaint",
  "notice",
  "renew-ice",
]);

export type Step = readonly [Session, readonly Effect[]];

export const FIRST_SESSION: Session = {
  phase: { at: "idle" },
  ready: true,
  wishes: { mode: "video", interests: [] },
  find: 0,
  place: null,
  match: "off",
  network: "online",
  hidden: false,
  saidHidden: false,
  backAt: null,
  online: null,
  ahead: null,
  mustProveReach: false,
  unreached: 0,
  share: { microphone: true, camera: true },
  devices: { microphone: false, camera: false },
  idle: { microphone: false, camera: false },
  met: 0,
  unattended: 0,
  lastMet: null,
  complaint: null,
  notice: null,
};

export const NEW_TALK: Talk = {
  lines: [],
  typing: false,
  partnerTyping: false,
  partnerMicrophone: true,
  partnerCamera: true,
  screen: false,
  partnerScreen: false,
  revealed: true,
  partnerRevealed: true,
  selfAway: false,
  partnerAway: false,
};
