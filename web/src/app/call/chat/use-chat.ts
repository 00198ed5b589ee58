import { useState } from "react";
import { useKeyedState } from "@/ui/use-keyed-state";

export interface ChatState {
  readonly open: boolean;
  /** The visitor opened it, and wants to write. */
  readonly wanted: boolean;
  readonly show: (open: boolean) => void;
}

/**
 * Whether the chat is open. It stays as the visitor left it from partner to partner. Where it leaves
 * most of the picture free, a partner's first message opens it, unless the visitor closed it before.
 */
export function useChat(conversation: string | null, spoken: boolean): ChatState {
  const [by, setBy] = useState<"visitor" | "message" | null>(null);
  const [closed, setClosed] = useState(false);
  const [heard, setHeard] = useKeyedState(conversation, false);
  if (spoken && !heard) {
    setHeard(true);
    if (by === null && !closed && chatPlace() === "over") setBy("message");
  }
  return {
    open: by !== null,
    wanted: by === "visitor",
    show: (open) => {
      setBy(open ? "visitor" : null);
      setClosed(!open);
    },
  };
}

/** Where the stylesheet puts the chat: over a part of the picture, over most of it, or beside it. */
export function chatPlace(): "over" | "sheet" | "beside" {
  const place = getComputedStyle(document.documentElement).getPropertyValue("--chat");
  return place === "over" || place === "sheet" ? place : "beside";
}
