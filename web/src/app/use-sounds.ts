import { useEffect, useRef, useState } from "react";
import type { Phase } from "@/features/session/model";
import { type Cue, play } from "@/lib/sounds";
import { recall, remember } from "@/lib/storage";

const KEY = "nexus.sounds";
const storage = () => localStorage;
/** A loudspeaker takes its time to wake up, and the next face is on its way. */
const FACE_FIRST_MS = 150;

/** Tells by sound what happens while the eyes are elsewhere. Off when the visitor wants it off, for good. */
export function useSounds(phase: Phase, unread: number): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => recall(storage, KEY) !== "off");
  const before = useRef({ at: phase.at, unread });
  useEffect(() => {
    const cue = cueFor(before.current, { at: phase.at, unread });
    before.current = { at: phase.at, unread };
    if (cue && on) setTimeout(() => play(cue), FACE_FIRST_MS);
  }, [phase.at, unread, on]);
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
  readonly unread: number;
}

export function cueFor(before: Heard, now: Heard): Cue | null {
  if (before.at !== now.at && now.at === "talking") return "met";
  if (before.at === "talking" && now.at === "partner-left") return "left";
  return now.unread > before.unread ? "message" : null;
}
