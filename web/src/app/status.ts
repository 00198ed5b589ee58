import type { Phase, Session } from "@/features/session/model";
import { agreedCall } from "@/features/session/transitions";
import type { Messages } from "@/i18n/en";

/** The latest change, announced to screen readers. */
export function announcement(session: Session, messages: Messages): string {
  const { phase } = session;
  const { announcements, chat, left, videoWish } = messages;
  switch (phase.at) {
    case "searching":
    case "connecting":
    case "reconnecting":
      return announcements[phase.at];
    case "talking": {
      if (agreedCall(phase)) return phase.link === "steady" ? videoWish.started : videoWish.opening;
      const { interests } = phase.room.shared;
      return interests.length > 0 ? chat.emptyShared(interests) : announcements.talking;
    }
    case "partner-left": {
      const title = phase.unattended ? left.stillThere.title : left.titles[phase.reason];
      return phase.nextAt === null
        ? announcements.leftWaiting(title)
        : announcements.leftCounting(title);
    }
    // These screens move the focus to their heading, which is announced.
    case "idle":
    case "no-video":
    case "requesting-media":
    case "media-error":
    case "unavailable":
    case "refused":
    case "stopped":
    case "broken":
      return "";
  }
}

/** The tab's title. Unread lines come first: of a narrow tab only the beginning is seen. */
export function pageTitle(
  phase: Phase,
  { titles, controls }: Messages,
  site: string,
  unread = 0,
): string {
  if (phase.at === "idle") return site;
  const title = `${titles[phase.at]} · ${site}`;
  return unread > 0 ? `(${controls.unread(unread)}) ${title}` : title;
}
