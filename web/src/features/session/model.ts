import type {
  CallPath,
  CoolDownCause,
  IceServer,
  Id,
  LeftReason,
  MatchServerMessage,
  MessageId,
  Mode,
  Partner,
  Reaction,
  ReportReason,
  Role,
  RoomServerMessage,
  WidenedTo,
} from "@nexuschat/client/protocol";
import type { KeptPlace } from "@nexuschat/client/room-client";
import { NEW_SEARCH, type Search, type Solution } from "@nexuschat/client/search";
import type { Evidence } from "@/lib/evidence";
import type { LinkSignal, LinkState, Reach } from "@/transport/link/peer-link";
import type { DeviceKind } from "@/transport/media/device-asking";
import type {
  DeviceNews,
  DeviceProblems,
  MediaProblem,
  MediaWant,
} from "@/transport/media/media-state";
import type { VideoHindrance } from "@/transport/media/video-support";
import type { Talk } from "./talk";
import type { TimerName } from "./timing";

export interface Wishes {
  readonly mode: Mode;
  readonly interests: readonly string[];
  /** The languages of the visitor. */
  readonly languages?: readonly string[];
  /** Hide the own address from partners, if the site lets its visitors choose. */
  readonly relayOnly?: boolean;
  /** The lane to search in; undefined for the site's first one. */
  readonly lane?: string;
  /** Start each conversation blurred on both sides, until this visitor reveals. */
  readonly blurFirst?: boolean;
}

export interface Preparation {
  readonly iceServers: readonly IceServer[];
  /** The site hides all visitors' addresses from partners. */
  readonly relayOnly: boolean;
}

export interface Room {
  readonly id: Id;
  readonly role: Role;
  readonly iceServers: readonly IceServer[];
  /** Neither visitor may learn the other's address. */
  readonly relayOnly: boolean;
  /** What the two have in common. */
  readonly shared: Partner;
  /** Proves to any node who the partner is, if the server issued it. */
  readonly encounter?: string | undefined;
  /** Where the two met before, if both asked to meet again. */
  readonly again?: Id | undefined;
}

/** A partner, identified by the room, as a page knows no more. */
export interface Met {
  readonly room: Id;
  readonly encounter?: string | undefined;
}

/** The partner of the present or latest conversation. */
export interface LastMet extends Met {
  /** The visitor blocked it. It can still be reported. */
  readonly blocked?: boolean;
}

/** A partner that this visitor would like to meet again. */
export interface Liked {
  readonly room: Id;
  readonly encounter: string;
  /** An hour after the conversation; null until it ends. */
  readonly untilMs: number | null;
  /** The visitor skipped it. */
  readonly skipped?: boolean;
}

/** A complaint: the partner is blocked, and reported if there is a report. */
export interface Complaint extends Met {
  readonly report: { readonly reason: ReportReason; readonly note?: string } | null;
  /** Sent once the report is answered, if the site then takes it. */
  readonly evidence?: Evidence;
  /** The server could not store the report; only the block remains. */
  readonly reportLost?: boolean;
}

/** Reports put this visitor into the slower lane. */
export interface CoolDown {
  readonly cause: CoolDownCause;
  readonly untilMs: number;
  /** For the visitor to quote to the operator. */
  readonly reference: string;
}

/** The result of a complaint, a like, a call or a change of a device, shown to the visitor. */
export type Notice =
  | "reported"
  | "blocked"
  | "not-reported"
  | "evidence-lost"
  | "too-late"
  | "liked"
  | "both-like"
  | "met-before"
  | "video-failed"
  | "video-over"
  | `${DeviceKind}-${DeviceNews}`;

/** Why a conversation ended: the server's reason, or one that this client observed. */
export type EndReason = LeftReason | "closed" | "connection_lost";

/** Why the server refuses this visitor. */
export type RefusedWhy = "replaced" | "version" | "banned" | "rate_limited" | "closed";

/** The details of a ban, as far as the operator gives any. */
export interface Ban {
  readonly reason?: string | undefined;
  /** Missing if no end is set. */
  readonly untilMs?: number | undefined;
  /** For the visitor to quote to the operator. */
  readonly reference?: string | undefined;
}

/** Why this visitor cannot reach any partner by video, as far as a page can detect. */
export type LinkHindrance =
  | "blocked" // The browser gathers no candidate, or the network blocks all connections.
  | "relay"; // The site requires its relay for all calls, and the relay refuses.

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
      /** Visitors in the queue, once the server has sent the number. */
      readonly waiting: number | null;
      /** How long others waited recently, if the server has an estimate. */
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
      /**
       * `absent`: the page was reloaded and has not opened the devices yet. `agreed`: two who write
       * have agreed on video, and the devices open. `opening`: their link connects.
       */
      readonly link: "steady" | "interrupted" | "absent" | "agreed" | "opening";
      /** The partner's signals for a link that is `agreed`. */
      readonly early?: readonly LinkSignal[];
      /** How this browser sends, once that was reported. */
      readonly path?: CallPath;
      readonly talk: Talk;
    }
  | {
      readonly at: "partner-left";
      readonly reason: EndReason;
      readonly talkedMs: number;
      /** There was no path because the relay refused. */
      readonly relayRefused?: boolean;
      /** The earliest next search: GLANCE_MS after the match. */
      readonly notBefore?: number;
      /** When the next search starts automatically; null if the visitor chose to stay. */
      readonly nextAt: number | null;
      /** No search starts automatically: the visitor seems to be away and is asked. */
      readonly unattended?: boolean;
      readonly talk: Talk;
    }
  | { readonly at: "refused"; readonly why: RefusedWhy; readonly ban?: Ban }
  | { readonly at: "stopped"; readonly met: number }
  /** A part of the page threw. Everything is released; only the visitor can leave this phase. */
  | { readonly at: "broken" };

export interface Session extends Search {
  readonly phase: Phase;
  /**
   * The code of the conversation and of its link is loaded. No find is sent and no link is prepared
   * before.
   */
  readonly ready: boolean;
  readonly wishes: Wishes;
  readonly coolDown: CoolDown | null;
  readonly match: "off" | "opening" | "open" | "down";
  readonly network: "online" | "offline";
  /** The page is hidden: phones let its sockets die. */
  readonly hidden: boolean;
  /**
   * The page before the reload reported itself hidden as it unloaded; this is not corrected yet.
   */
  readonly saidHidden: boolean;
  /** When the draining matching server wants this client to reconnect. */
  readonly backAt: number | null;
  readonly online: number | null;
  /** What a pre-generated offer needs; null until the server has sent it. */
  readonly preparation: Preparation | null;
  /**
   * The first search waits until this browser has found a candidate: a match without one would cost
   * the partner its turn.
   */
  readonly mustProveReach: boolean;
  /** The number of partners in a row without a working link. */
  readonly unreached: number;
  readonly share: { readonly microphone: boolean; readonly camera: boolean };
  /** Which devices exist, or can be switched on. */
  readonly devices: { readonly microphone: boolean; readonly camera: boolean };
  /** Which devices send nothing at present: paused, released, or not open yet. */
  readonly idle: { readonly microphone: boolean; readonly camera: boolean };
  readonly met: number;
  /** Partners met since the visitor's last input. */
  readonly unattended: number;
  /** The partner that the visitor can report; null after the report. */
  readonly lastMet: LastMet | null;
  /** At most LIMITS.againMax; the oldest is forgotten. */
  readonly liked: readonly Liked[];
  /** Kept until the server has answered it. */
  readonly complaint: Complaint | null;
  readonly notice: Notice | null;
}

export type InRoom = Extract<Phase, { at: "connecting" | "talking" }>;
export type Talking = Extract<Phase, { at: "talking" }>;

/** A conversation, stored for the reloaded page. */
export interface KeptConversation
  extends Pick<Session, "wishes" | "share" | "devices" | "met" | "unattended"> {
  readonly phase: Talking;
  readonly place: KeptPlace;
}

export type Event =
  // The visitor
  | { readonly type: "start"; readonly wishes: Wishes }
  | { readonly type: "preview"; readonly on: boolean }
  /** A device was chosen while none is open: for example, all were unplugged. */
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
  | { readonly type: "send-chat"; readonly id: MessageId; readonly text: string }
  | { readonly type: "resend-chat"; readonly id: MessageId }
  | { readonly type: "typing"; readonly on: boolean }
  | { readonly type: "react"; readonly emoji: Reaction }
  /** Another icebreaker card, for both. */
  | { readonly type: "next-card" }
  | { readonly type: "complain"; readonly complaint: Complaint }
  /** The evidence of a report could not be sent. */
  | { readonly type: "evidence-lost" }
  /** Other wishes during a search, which goes on with them. */
  | { readonly type: "wish"; readonly wishes: Wishes }
  | { readonly type: "reveal"; readonly on: boolean }
  /** Whether the visitor wishes to turn the text conversation into a video call. */
  | { readonly type: "wish-video"; readonly on: boolean }
  /** "Not now" to the partner's wish. */
  | { readonly type: "decline-video" }
  /** Whether the visitor would like to meet the partner again. */
  | { readonly type: "like"; readonly on: boolean }
  /**
   * `screen`: the visitor's wish. `screen-changed`: the browser's permission, or the end of sharing
   * in the browser's own UI.
   */
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
  | ({ readonly type: "solved" } & Solution)
  | { readonly type: "room"; readonly message: RoomServerMessage }
  | { readonly type: "room-away" }
  /** The home does not answer, and the room may have moved. `seat` proves who asks. */
  | { readonly type: "room-homeless"; readonly room: Id; readonly seat: string }
  | { readonly type: "room-lost" }
  | { readonly type: "room-refused"; readonly why: RefusedWhy }
  // The link to the partner, and the pre-generated one
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
  /** The partner's first frame came, or none after a while. */
  | {
      readonly type: "call-began";
      readonly room: Id;
      readonly path: CallPath;
      readonly setupMs?: number | undefined;
    }
  /** The page was reloaded during a conversation. */
  | { readonly type: "resume"; readonly kept: KeptConversation }
  /** The code of the conversation has been loaded. */
  | { readonly type: "ready" }
  /** A part of the page threw, so the page is unreliable. */
  | { readonly type: "broken"; readonly error: unknown }
  // The clock
  | { readonly type: "timer"; readonly name: TimerName };

export const FIRST_SESSION: Session = {
  ...NEW_SEARCH,
  phase: { at: "idle" },
  ready: true,
  wishes: { mode: "video", interests: [] },
  coolDown: null,
  match: "off",
  network: "online",
  hidden: false,
  saidHidden: false,
  backAt: null,
  online: null,
  preparation: null,
  mustProveReach: false,
  unreached: 0,
  share: { microphone: true, camera: true },
  devices: { microphone: false, camera: false },
  idle: { microphone: false, camera: false },
  met: 0,
  unattended: 0,
  lastMet: null,
  liked: [],
  complaint: null,
  notice: null,
};
