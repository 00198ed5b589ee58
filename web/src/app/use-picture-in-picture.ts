import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/**
 * The partner in a window of its own, which shows the picture as it comes: it is there only while the stage shows `clear`,
 * the very stream that it was opened of, and nobody appears in it unasked. Gives how to open it, where that is possible.
 */
export function usePictureInPicture(
  picture: RefObject<HTMLVideoElement | null>,
  clear: MediaStream | null,
): (() => void) | null {
  const latest = useRef(clear);
  useLayoutEffect(() => {
    latest.current = clear;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another stream the window is another one's.
  useEffect(() => leavePictureInPicture, [clear]);
  if (!clear || !document.pictureInPictureEnabled) return null;
  return async () => {
    await picture.current?.requestPictureInPicture().catch(() => {});
    // It takes a while to open, and all may have changed meanwhile.
    if (latest.current !== clear) leavePictureInPicture();
  };
}

export function leavePictureInPicture(): void {
  if (document.pictureInPictureElement) document.exitPictureInPicture().catch(() => {});
}
