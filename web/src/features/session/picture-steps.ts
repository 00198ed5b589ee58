import type { RoomClientMessage } from "@nexuschat/client/protocol";
import type { Effect, Step } from "./effect";
import type { Event, InRoom, Session } from "./model";
import { isVideo, notifyMedia, same, withTalk } from "./transitions";

// What the two see of each other: blurred or clear, the camera or the screen.

type PictureEvent = Extract<Event, { type: "reveal" | "screen" | "screen-changed" }>;

export function stepPicture(session: Session, event: PictureEvent): Step {
  const { phase } = session;
  if (phase.at !== "talking" || !isVideo(session)) {
    // The visitor answered the browser too late: the conversation is over.
    const late = event.type === "screen-changed" && event.on;
    return [session, late ? [{ do: "share-screen", on: false }] : []];
  }
  const { talk } = phase;
  switch (event.type) {
    case "reveal": {
      if (event.on === talk.revealed) return same(session);
      const next = withTalk(session, phase, { revealed: event.on });
      return [next, [sendReveal(phase, event.on), { do: "blur", on: !event.on }]];
    }
    case "screen":
      return [session, event.on === talk.screen ? [] : [{ do: "share-screen", on: event.on }]];
    case "screen-changed": {
      const next = withTalk(session, phase, { screen: event.on });
      return [next, notifyMedia(next)];
    }
  }
}

/**
 * A visitor who starts blurred sends so before any picture can arrive. Without that message the
 * partner sees clearly.
 */
export function startBlurred(phase: InRoom): readonly Effect[] {
  if (phase.talk.revealed) return [];
  return [sendReveal(phase, false), { do: "blur", on: true }];
}

function sendReveal({ room }: InRoom, on: boolean): Effect {
  const message: RoomClientMessage = { type: "reveal", room: room.id, on };
  return { do: "send-to-room", message };
}
