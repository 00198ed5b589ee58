import { type RefObject, useEffect, useState } from "react";
import { PictureRing } from "@/transport/media/picture-ring";

const EVERY_MS = 2_000;

/**
 * Keeps the last pictures of the partner while a report may need them: from the first picture until
 * the next partner comes or the visitor stops. `of` names the conversation; null keeps nothing.
 */
export function useLastPictures(
  picture: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
  of: string | null,
): () => Promise<readonly Blob[]> {
  const [ring] = useState(() => new PictureRing());
  useEffect(() => {
    if (of === null || stream === null) return;
    const timer = setInterval(() => ring.add(picture.current), EVERY_MS);
    return () => clearInterval(timer);
  }, [of, stream, picture, ring]);
  useEffect(() => {
    if (of !== null) return () => ring.clear();
  }, [of, ring]);
  return () => {
    if (of !== null && stream !== null) ring.add(picture.current);
    return ring.take();
  };
}
