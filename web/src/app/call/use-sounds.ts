import type { Id } from "@nexuschat/client/protocol";
import { useEffect, useRef, useState } from "react";
import type { Phase } from "@/features/session/model";
import { type Cue, play } from "@/lib/sounds";
import { recall, remember } from "@/lib/storage";

const KEY = "nexus.sounds";
const storage = () => localStorage;
/** A sound waits this long: to start the audio device takes time that the next picture needs. */
const FACE_FIRST_MS = 150;
/** Messages sooner after a message are silent: a partner may send five a second. */
const MESSAGE_PAUSE_MS = 1_000;

/**
 * Signals events by sound for visitors who look elsewhere. The choice to switch it off is stored.
 */
export function useSounds(
  phase: Phase,
  opening: boolean,
  unread: number,
): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => recall(storage, KEY) !== "off");
  const { at } = phase;
  const room = "room" in phase ? phase.room.id : null;
  const before = useRef<Heard>({ at, room, opening, unread });
  const messageMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const now = { at, room, opening, unread };
    const cue = cueFor(before.current, now);
    before.current = now;
    if (cue === "message") {
      const atMs = performance.now();
      if (atMs - messageMs.current < MESSAGE_PAUSE_MS) return;
      messageMs.current = atMs;
    }
    if (cue && on) setTimeout(() => play(cue), FACE_FIRST_MS);
  }, [at, room, opening, unread, on]);
  return [
    on,
    (next) => {
      setOn(next);
      remember(storage, KEY, next ? null : "off");
    },
  ];
}

interface Heard {
  readonly at: Phase["at"];
  readonly room: Id | null;
  /** Two who write have agreed on video: the camera opens. */
  readonly opening: boolean;
  readonly unread: number;
}

export function cueFor(before: Heard, now: Heard): Cue | null {
  const another = before.at !== now.at || before.room !== now.room;
  if (now.at === "talking" && (another || (now.opening && !before.opening))) return "met";
  if (before.at === "talking" && now.at === "partner-left") return "left";
  return now.unread > before.unread ? "message" : null;
}
