import type { KeptPlace } from "@nexuschat/client/room-client";
import type { Effect, Step } from "./effect";
import type { KeptConversation, Session, Talking } from "./model";
import { NEW_TALK } from "./talk";
import { HEAL_TIMEOUT_MS, OFFER_AFTER_MS, UNANSWERED_MS } from "./timing";
import { isVideo, notifyMedia, same, to } from "./transitions";

// Reloading the page during a conversation: resumes the seat and makes a new peer link.

/** Selects the parts of the session that the reloaded page needs. */
export function keep(session: Session, phase: Talking, place: KeptPlace): KeptConversation {
  const { wishes, share, devices, met, unattended } = session;
  return { wishes, share, devices, met, unattended, phase, place };
}

export function resume(session: Session, kept: KeptConversation): Step {
  if (session.phase.at !== "idle") return same(session);
  const { place, phase, devices, ...visit } = kept;
  const { early: _, ...talking } = phase;
  const { room, talk } = talking;
  const calls = isVideo({ wishes: visit.wishes, phase });
  const effects: Effect[] = [
    { do: "take-seat", place },
    { do: "connect-match" },
    ...talk.lines
      .filter(({ mark }) => mark === "sending")
      .map(({ id }) => ({ do: "timer", name: `unanswered:${id}`, ms: UNANSWERED_MS }) as const),
  ];
  if (calls) {
    // A muted microphone stays muted.
    effects.push(
      { do: "share", ...visit.share },
      { do: "open-media", want: devices.camera ? "camera-and-microphone" : "microphone" },
      { do: "timer", name: "connect", ms: HEAL_TIMEOUT_MS },
      { do: "timer", name: "offer", ms: OFFER_AFTER_MS },
    );
  }
  const back: Talking = {
    ...talking,
    link: calls ? "absent" : "steady",
    talk: {
      // The page before the reload may have been an older one, which kept less.
      ...{ ...NEW_TALK, ...talk },
      ...{ typing: false, partnerTyping: false, reactions: [], screen: false, selfAway: true },
      ...(talk.videoWish === "asking" ? { videoWish: "none" as const } : {}),
    },
  };
  const lastMet = { room: room.id, encounter: room.encounter };
  return [{ ...to(session, back), ...visit, lastMet, match: "opening", saidHidden: true }, effects];
}

/**
 * Makes a new peer link with the devices that could be opened; the previous page's link is gone.
 */
export function linkAgain(session: Session): Step {
  const { phase } = session;
  if (phase.at !== "talking" || phase.link !== "absent") return same(session);
  const next = to(session, { ...phase, link: "interrupted" });
  return [
    next,
    [
      { do: "start-link", room: phase.room, again: true },
      { do: "blur", on: !phase.talk.revealed },
      ...notifyMedia(next),
    ],
  ];
}
