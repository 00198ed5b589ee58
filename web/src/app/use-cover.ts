import { type RefObject, useEffect, useState } from "react";
import { loadCode } from "@/lib/load-code";
import type { Verdict } from "@/lib/nudity/judge";
import { useCoverWish } from "@/lib/nudity/wish";

/** Neither this nor what it loads is there before a visitor has chosen it. */
const loadWatch = () => loadCode(() => import("@/lib/nudity/watch"));

export interface Cover {
  /** Why the partner's picture is covered; null where it is not. */
  readonly why: Exclude<Verdict, "fine"> | null;
  readonly onLift: () => void;
}

/** Has the partner's picture looked at, where the visitor wishes that, and says when to cover it. */
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
      ({ watchNudity }) => {
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
