import { type RefObject, useEffect, useState } from "react";
import { loadCode, repeatable } from "@/lib/load-code";
import type { Verdict } from "@/lib/nudity/judge";
import { useNudityCheckWish } from "@/lib/nudity/wish";

/** Loads the nudity check only for visitors who chose it. */
const importWatch = repeatable(
  () => import("@/lib/nudity/watch"),
  (m) => m.watchNudity,
);
const loadWatch = () => loadCode(importWatch);

export interface NudityCheck {
  /** Why the partner's picture is hidden; null if it is not. */
  readonly why: Exclude<Verdict, "fine"> | null;
  /** Whether the partner's picture is hidden, or was when the partner left. */
  readonly hid: boolean;
  readonly onShowAnyway: () => void;
}

/**
 * Runs the nudity check on the partner's picture, if the visitor chose it, and decides when to hide
 * the picture.
 */
export function useNudityCheck(
  picture: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): NudityCheck {
  const wished = useNudityCheckWish();
  const [verdict, setVerdict] = useState<{ stream: MediaStream; is: Verdict } | null>(null);
  const [dismissed, setDismissed] = useState<MediaStream | null>(null);
  const looking = wished && stream !== null && dismissed !== stream;
  useEffect(() => {
    if (!looking) return;
    const tell = (is: Verdict) => setVerdict({ stream, is });
    let stop = () => {};
    let here = true;
    loadWatch().then(
      (watchNudity) => {
        if (here && picture.current) stop = watchNudity(picture.current, tell);
      },
      () => tell("unknown"),
    );
    return () => {
      here = false;
      stop();
    };
  }, [looking, stream, picture]);
  const is = verdict?.stream === stream ? verdict.is : "unseen";
  const why = looking && is !== "fine" ? is : null;
  const [hid, setHid] = useState(false);
  if (stream && hid !== (why !== null)) setHid(why !== null);
  return { why, hid, onShowAnyway: () => setDismissed(stream) };
}
