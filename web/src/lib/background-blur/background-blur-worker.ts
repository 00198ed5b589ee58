import { Blurrer } from "./blurrer";
import { Segmenter } from "./segmenter";

// A worker, so that neither a busy nor a hidden page holds the picture up. If anything fails it
// sends no picture at all.

/** Where the pictures come from, and where they go. */
export type Camera =
  /** Streams of VideoFrame. */
  | { readonly readable: ReadableStream<VideoFrame>; readonly writable: WritableStream<VideoFrame> }
  /** For browsers without these streams: the page sends a picture each time that it is asked for one. */
  | { readonly port: MessagePort };

/** `picture`: one was sent. `failed`: none will be sent any more. */
export type News = "ready" | "picture" | "failed";

/** On the port: the page is asked for a picture, or gets one back. */
export type ToPage = "next" | ImageBitmap;
/** Null: the camera has no picture at this moment. */
export type FromPage = ImageBitmap | null;

const PICTURES_PER_SECOND = 24;

const tell = (news: News) => postMessage(news);
const fail = (error: unknown) => {
  console.warn("no background blur:", error);
  tell("failed");
};

Segmenter.load().then((segmenter) => {
  const blurrer = new Blurrer(segmenter);
  addEventListener("message", ({ data }: MessageEvent<Camera>) => {
    if ("port" in data) blurPictures(blurrer, data.port);
    else blurStream(blurrer, data.readable, data.writable).catch(fail);
  });
  tell("ready");
}, fail);

function blurStream(
  blurrer: Blurrer,
  readable: ReadableStream<VideoFrame>,
  writable: WritableStream<VideoFrame>,
): Promise<void> {
  const blurred = new TransformStream<VideoFrame, VideoFrame>({
    transform(frame, pictures) {
      try {
        const { displayWidth: width, displayHeight: height, timestamp } = frame;
        const canvas = blurrer.blur({ image: frame, width, height });
        pictures.enqueue(new VideoFrame(canvas, { timestamp, alpha: "discard" }));
      } finally {
        frame.close();
      }
      tell("picture");
    },
  });
  return readable.pipeThrough(blurred).pipeTo(writable);
}

function blurPictures(blurrer: Blurrer, port: MessagePort): void {
  // A hidden page's own timers run once a second at best.
  const pause = 1000 / PICTURES_PER_SECOND;
  const ask = () => port.postMessage("next" satisfies ToPage);
  port.onmessage = ({ data: picture }: MessageEvent<FromPage>) => {
    const since = performance.now();
    try {
      if (picture) {
        const blurred = blurrer
          .blur({ ...sizeOf(picture), image: picture })
          .transferToImageBitmap();
        port.postMessage(blurred satisfies ToPage, [blurred]);
        tell("picture");
      }
    } catch (error) {
      fail(error);
      return;
    } finally {
      picture?.close();
    }
    setTimeout(ask, pause - (performance.now() - since));
  };
  ask();
}

const sizeOf = ({ width, height }: ImageBitmap) => ({ width, height });
