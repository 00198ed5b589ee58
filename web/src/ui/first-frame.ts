/**
 * Calls `seen` when a picture of `stream` is on the screen. The browser reports a frame when it
 * reaches the compositor, which displays it with one of the next two animation frames. Returns a
 * function that cancels the wait.
 */
export function onFirstFrame(
  video: HTMLVideoElement,
  stream: MediaStream,
  seen: () => void,
): () => void {
  if (!video.requestVideoFrameCallback) {
    video.addEventListener("playing", seen, { once: true });
    return () => video.removeEventListener("playing", seen);
  }
  let frame = 0;
  let painting = 0;
  const wait = () => {
    frame = video.requestVideoFrameCallback(() => {
      // The element may still show the previous stream.
      if (video.srcObject !== stream) wait();
      else painting = requestAnimationFrame(() => (painting = requestAnimationFrame(seen)));
    });
  };
  wait();
  return () => {
    video.cancelVideoFrameCallback(frame);
    cancelAnimationFrame(painting);
  };
}
