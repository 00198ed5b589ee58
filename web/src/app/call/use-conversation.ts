import type { Id } from "@nexuschat/client/protocol";
import { useState } from "react";
import type { Phase } from "@/features/session/model";

/**
 * The room of the current partner, or of the latest one during a search. It identifies a
 * conversation; the phase does not, because a new partner can arrive in the same phase before a
 * render.
 */
export function useConversation(phase: Phase): Id | null {
  const [latest, setLatest] = useState<Id | null>(null);
  const present = "room" in phase ? phase.room.id : latest;
  if (present !== latest) setLatest(present);
  return present;
}
