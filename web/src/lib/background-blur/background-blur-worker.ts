import { Blurrer } from "./blurrer";
import { Segmenter } from "./segmenter";

// A worker, so that neither a busy nor a hidden page holds the picture up. If anything fails it
// sends no picture at all.

/** A camera to blur, until it ends. */
export interface Camera {
  /** News go to the page; without streams, pictures come and go as well. */
  readonly port: MessagePort;
  /** Streams of VideoFrame: where the pictures come from, and where they go. */
  readonly streams?: {
    readonly readable: ReadableStream<VideoFrame>;
    readonly writable: WritableStream<VideoFrame>;
  };
}

/** What becomes of the model. */
export type Loaded = "ready" | "failed";

/**
 * `picture`: one was sent. `failed`: none will be sent any more. `next`: the page is asked for a
 * picture, which it gets back as an ImageBitmap.
 */
export type ToPage = "picture" | "failed" | "next" | ImageBitmap;
/** Null: the camera has no picture at this moment. */
export type FromPage = ImageBitmap | null;

const PICTURES_PER_SECOND = 24;

Segmenter.load()
  .then((segmenter) => {
    const blurrer = new Blurrer(segmenter);
    addEventListener("message", ({ data: { port, streams } }: MessageEvent<Camera>) => {
      if (streams) blurStream(blurrer, streams, port).catch((error) => fail(error, port));
      else blurPictures(blurrer, port);
    });
    postMessage("ready" satisfies Loaded);
  })
  .catch((error) => fail(error, globalThis));

function fail(error: unknown, page: { postMessage(news: "failed"): void }): void {
  console.warn("no background blur:", error);
  page.postMessage("failed");
}

async function blurStream(
  blurrer: Blurrer,
  { readable, writable }: Required<Camera>["streams"],
  port: MessagePort,
): Promise<void> {
  const camera = readable.getReader();
  const track = writable.getWriter();
  let isOpen = true;
  while (isOpen) {
    const { value: frame } = await camera.read();
    if (!frame) return;
    try {
      const { displayWidth: width, displayHeight: height, timestamp } = frame;
      const canvas = blurrer.blur({ image: frame, width, height });
      const picture = new VideoFrame(canvas, { timestamp, alpha: "discard" });
      // A track that was stopped refuses it.
      isOpen = await track.write(picture).then(
        () => true,
        () => false,
      );
      picture.close();
    } finally {
      frame.close();
    }
    port.postMessage("picture" satisfies ToPage);
  }
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
      }
    } catch (error) {
      fail(error, port);
      return;
    } finally {
      picture?.close();
    }
    setTimeout(ask, pause - (performance.now() - since));
  };
  ask();
}

const sizeOf = ({ width, height }: ImageBitmap) => ({ width, height });
