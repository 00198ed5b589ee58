import type { Phase, Session } from "@/features/session/model";
import { LEFT_TITLES } from "@/features/talk/partner-left-stage";

/** What just changed, for those who hear the page instead of seeing it. */
export function announcement({ phase }: Session): string {
  switch (phase.at) {
    case "searching":
      return "Looking for someone.";
    case "connecting":
      return "Found someone. Connecting.";
    case "talking":
      return "Connected. Say hello.";
    case "partner-left":
      return phase.nextAt === null
        ? `${LEFT_TITLES[phase.reason]}. Press Next to go on.`
        : `${LEFT_TITLES[phase.reason]}. The next search starts in three seconds.`;
    case "reconnecting":
      return "Connection to the server lost. Reconnecting.";
    // These screens move the focus to their heading, which is read out.
    case "idle":
    case "requesting-media":
    case "media-error":
    case "unavailable":
    case "refused":
    case "stopped":
      return "";
  }
}

const TITLES: Readonly<Record<Phase["at"], string>> = {
  idle: "",
  "requesting-media": "Allow your camera",
  "media-error": "Camera problem",
  searching: "Looking for someone",
  connecting: "Found someone",
  talking: "In conversation",
  "partner-left": "Conversation ended",
  reconnecting: "Reconnecting",
  unavailable: "Server unavailable",
  refused: "Disconnected",
  stopped: "Stopped",
};

export function pageTitle({ phase }: Session): string {
  const title = TITLES[phase.at];
  return title ? `${title} · NexusChat` : "NexusChat";
}
