import type { KeptPlace } from "@/transport/room-client";
import type { Effect, Phase, Session, Step } from "./model";
import { HEAL_TIMEOUT_MS, OFFER_AFTER_MS, UNANSWERED_MS } from "./timing";
import { same, tellMedia, to } from "./transitions";

// The page is loaded again in the middle of a conversation: the seat is taken back, and another link is made.

type Talking = Extract<Phase, { at: "talking" }>;

/** A conversation, for the page that is loaded in the place of this one. */
export interface KeptConversation
  extends Pick<Session, "wishes" | "share" | "devices" | "met" | "unattended"> {
  readonly phase: Talking;
  readonly place: KeptPlace;
}

/** What is to be kept of this visit, once its seat can be taken back. */
export function keep(session: Session, phase: Talking, place: KeptPlace): KeptConversation {
  const { wishes, share, devices, met, unattended } = session;
  return { wishes, share, devices, met, unattended, phase, place };
}

export function resume(session: Session, kept: KeptConversation): Step {
  if (session.phase.at !== "idle") return same(session);
  const { place, phase, devices, ...visit } = kept;
  const { room, talk } = phase;
  const calls = visit.wishes.mode === "video";
  const effects: Effect[] = [
    { do: "take-seat", place },
    { do: "connect-match" },
    ...talk.lines
      .filter(({ mark }) => mark === "sending")
      .map(({ id }) => ({ do: "timer", name: `unanswered:${id}`, ms: UNANSWERED_MS }) as const),
  ];
  if (calls) {
    // A microphone that was off stays off.
    effects.push(
      { do: "share", ...visit.share },
      { do: "open-media", want: devices.camera ? "camera-and-microphone" : "microphone" },
      { do: "timer", name: "connect", ms: HEAL_TIMEOUT_MS },
      { do: "timer", name: "offer", ms: OFFER_AFTER_MS },
    );
  }
  const back: Talking = {
    ...phase,
    link: calls ? "absent" : "steady",
    talk: { ...talk, typing: false, partnerTyping: false, screen: false, selfAway: true },
  };
  const lastMet = { room: room.id, encounter: room.encounter };
  return [{ ...to(session, back), ...visit, lastMet, match: "opening" }, effects];
}

/** The devices have been asked for: the link of before is gone, and another is made with what is open. */
export function linkAgain(session: Session): Step {
  const { phase } = session;
  if (phase.at !== "talking" || phase.link !== "absent") return same(session);
  const next = to(session, { ...phase, link: "interrupted" });
  return [
    next,
    [
      { do: "start-link", room: phase.room, again: true },
      { do: "veil", on: !phase.talk.revealed },
      ...tellMedia(next),
    ],
  ];
}
