import type { Reaction } from "@nexuschat/client/protocol";
import type { ChatLine } from "@/lib/chat";

/** A reaction that floats over the picture for a moment. */
export interface ShownReaction {
  /** When it was shown; no two have the same. */
  readonly atMs: number;
  readonly mine: boolean;
  readonly emoji: Reaction;
}

/** Everything that two visitors exchange besides picture and sound. */
export interface Talk {
  readonly lines: readonly ChatLine[];
  readonly typing: boolean;
  readonly partnerTyping: boolean;
  /** In the order of their times. */
  readonly reactions: readonly ShownReaction[];
  /** Whether each side has waved in this conversation. */
  readonly waved: boolean;
  readonly partnerWaved: boolean;
  /** The icebreaker card that both see: how often either moved on to another one. */
  readonly card: number;
  readonly partnerMicrophone: boolean;
  readonly partnerCamera: boolean;
  /** Whether the screen is sent in place of the camera. */
  readonly screen: boolean;
  readonly partnerScreen: boolean;
  /** Whether each side agrees to be seen clearly. Until both do, both pages blur. */
  readonly revealed: boolean;
  readonly partnerRevealed: boolean;
  /**
   * Whether each side wishes to turn a text conversation into a video call. It is one while both do.
   * `asking`: the browser asks the visitor for the camera; the partner does not know yet.
   */
  readonly videoWish: "none" | "asking" | "sent";
  readonly partnerVideoWish: boolean;
  /** The visitor answered the partner's wish with "Not now". */
  readonly videoDeclined: boolean;
  /** Both visitors would like to meet again: the server has confirmed it. */
  readonly likedBack: boolean;
  /** Whose socket dropped while the server keeps the seat. Messages sent meanwhile arrive later. */
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
}

export const NEW_TALK: Talk = {
  lines: [],
  typing: false,
  partnerTyping: false,
  reactions: [],
  waved: false,
  partnerWaved: false,
  card: 0,
  partnerMicrophone: true,
  partnerCamera: true,
  screen: false,
  partnerScreen: false,
  revealed: true,
  partnerRevealed: true,
  videoWish: "none",
  partnerVideoWish: false,
  videoDeclined: false,
  likedBack: false,
  selfAway: false,
  partnerAway: false,
};
