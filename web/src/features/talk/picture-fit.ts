import { type RefObject, useEffect, useState } from "react";
import { useKeyedState } from "@/ui/use-keyed-state";

export type Fit = "fit" | "fill";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * If a picture would show less than this share of itself when it fills the stage, it is shown
 * whole.
 */
const SHOWN_MIN = 0.8;

/** How to use the whole stage without cutting off much of the picture; null without a picture. */
export function fitFor(picture: Size, stage: Size): Fit | null {
  const ratio = (picture.width / picture.height) * (stage.height / stage.width);
  if (!(ratio > 0) || ratio === Number.POSITIVE_INFINITY) return null;
  return Math.min(ratio, 1 / ratio) < SHOWN_MIN ? "fit" : "fill";
}

export interface PictureFit {
  readonly fit: Fit;
  /** Switches to the other fit, for this partner. */
  readonly onSwitch: () => void;
}

/**
 * Follows the shapes of the picture and the stage, unless the visitor has chosen a fit for this
 * partner.
 */
export function usePictureFit(
  picture: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): PictureFit {
  const [own, setOwn] = useState<Fit>("fill");
  const [chosen, setChosen] = useKeyedState<Fit | null>(stream?.id ?? null, null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element exists only in a call.
  useEffect(() => {
    const video = picture.current;
    if (!video) return;
    const look = () => {
      const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
      const best = fitFor(
        { width: videoWidth, height: videoHeight },
        { width: clientWidth, height: clientHeight },
      );
      if (best) setOwn(best);
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(video);
    // `resize` fires when the partner turns a phone.
    video.addEventListener("loadedmetadata", look);
    video.addEventListener("resize", look);
    return () => {
      watch.disconnect();
      video.removeEventListener("loadedmetadata", look);
      video.removeEventListener("resize", look);
    };
  }, [picture, stream]);
  const fit = chosen ?? own;
  return { fit, onSwitch: () => setChosen(fit === "fit" ? "fill" : "fit") };
}
