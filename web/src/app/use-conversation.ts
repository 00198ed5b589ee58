import { useRef } from "react";
import type { Phase } from "@/features/session/model";
import type { Id } from "@/protocol/messages";

/**
 * The room of the present partner, or of the latest until there is another. What belongs to one conversation is told from
 * the next by it, and not by the phase: that may be the same again before the page is drawn.
 */
export function useConversation(phase: Phase): Id | null {
  const latest = useRef<Id | null>(null);
  if ("room" in phase) latest.current = phase.room.id;
  return latest.current;
}
