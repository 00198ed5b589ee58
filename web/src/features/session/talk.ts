import type { ChatLine } from "@/lib/chat";

/** Everything that two visitors exchange besides picture and sound. */
export interface Talk {
  readonly lines: readonly ChatLine[];
  readonly typing: boolean;
  readonly partnerTyping: boolean;
  readonly partnerMicrophone: boolean;
  readonly partnerCamera: boolean;
  /** Whether the screen is sent in place of the camera. */
  readonly screen: boolean;
  readonly partnerScreen: boolean;
  /** Whether each side agrees to be seen clearly. Until both do, both pages blur. */
  readonly revealed: boolean;
  readonly partnerRevealed: boolean;
  /** Whose socket dropped while the server keeps the seat. Messages sent meanwhile arrive later. */
  readonly selfAway: boolean;
  readonly partnerAway: boolean;
}

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
