import type { Reaction } from "@nexuschat/client/protocol";

/** The picture of each reaction, in the order of the bar. */
export const REACTIONS: Readonly<Record<Reaction, string>> = {
  wave: "👋",
  laugh: "😂",
  heart: "❤️",
  thumbs_up: "👍",
  clap: "👏",
  wow: "😮",
};
