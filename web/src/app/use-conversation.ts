import { useState } from "react";
import type { Phase } from "@/features/session/model";
import type { Id } from "@/protocol/messages";

/**
 * The room of the present partner, or of the latest until there is another. What belongs to one conversation is told from
 * the next by it, and not by the phase: that may be the same again before the page is drawn.
 */
export function useConversation(phase: Phase): Id | null {
  const [latest, setLatest] = useState<Id | null>(null);
  const present = "room" in phase ? phase.room.id : latest;
  if (present !== latest) setLatest(present);
  return present;
}
