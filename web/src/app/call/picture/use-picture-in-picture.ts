import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/**
 * Shows the partner in a picture-in-picture window. The window shows the raw picture, so it stays
 * open only while the stage shows the same stream as `clear`; no later partner appears in it.
 * Returns a function that opens it, or null if the browser cannot.
 */
export function usePictureInPicture(
  picture: RefObject<HTMLVideoElement | null>,
  clear: MediaStream | null,
): (() => void) | null {
  const latest = useRef(clear);
  useLayoutEffect(() => {
    latest.current = clear;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another stream is another partner.
  useEffect(() => leavePictureInPicture, [clear]);
  if (!clear || !document.pictureInPictureEnabled) return null;
  return async () => {
    await picture.current?.requestPictureInPicture().catch(() => {});
    // To open takes a while; the partner may have changed meanwhile.
    if (latest.current !== clear) leavePictureInPicture();
  };
}

export function leavePictureInPicture(): void {
  if (document.pictureInPictureElement) document.exitPictureInPicture().catch(() => {});
}
