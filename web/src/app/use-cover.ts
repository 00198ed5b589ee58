import { type RefObject, useEffect, useState } from "react";
import { loadCode, repeatable } from "@/lib/load-code";
import type { Verdict } from "@/lib/nudity/judge";
import { useCoverWish } from "@/lib/nudity/wish";

/** Loads the nudity check only for visitors who chose it. */
const importWatch = repeatable(
  () => import("@/lib/nudity/watch"),
  (m) => m.watchNudity,
);
const loadWatch = () => loadCode(importWatch);

export interface Cover {
  /** Why the partner's picture is hidden; null if it is not. */
  readonly why: Exclude<Verdict, "fine"> | null;
  readonly onLift: () => void;
}

/**
 * Runs the nudity check on the partner's picture, if the visitor chose it, and decides when to hide
 * the picture.
 */
export function useCover(
  picture: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): Cover {
  const wished = useCoverWish();
  const [verdict, setVerdict] = useState<{ stream: MediaStream; is: Verdict } | null>(null);
  const [lifted, setLifted] = useState<MediaStream | null>(null);
  const looking = wished && stream !== null && lifted !== stream;
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
  return { why: looking && is !== "fine" ? is : null, onLift: () => setLifted(stream) };
}
