import type { FromPage, ToPage } from "@/lib/background-blur/background-blur-worker";
import { NoBlur, showBlur } from "./background-blur";
import { BlurWorker } from "./blur-worker";
import { openBlurredByBrowser } from "./browsers-blur";
import type { Devices, OpenBlurred } from "./devices";

/** Without a picture for so many seconds in a row, the camera closes: a partner would see a frozen face. */
const SILENT_SECONDS_MAX = 6;

/** Opens a camera whose background this page blurs, unless the browser does. */
export const openBlurred: OpenBlurred = async (devices, wanted, signal, needed) => {
  const byBrowser = await openBlurredByBrowser(devices, wanted);
  if (byBrowser) return byBrowser;
  if (!canSend()) throw new NoBlur("no track of this page's own pictures");
  const worker = BlurWorker.take();
  let stream: MediaStream | null = null;
  try {
    // The camera opens last: its light is not on for a picture that nobody can get yet.
    if (!(await loads(worker, signal))) return null;
    if (!needed()) throw new DOMException("nobody wants the camera any more", "AbortError");
    stream = await openThrough(worker, devices, wanted);
    return stream;
  } finally {
    if (!stream) worker.leave();
  }
};

/** False after `signal`. */
async function loads(worker: BlurWorker, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
  showBlur("loading");
  try {
    await Promise.race([worker.loaded, aborted]);
  } finally {
    showBlur("idle");
  }
  return !signal.aborted;
}

async function openThrough(
  worker: BlurWorker,
  devices: Devices,
  wanted: MediaStreamConstraints,
): Promise<MediaStream> {
  const stream = await devices.getUserMedia(wanted);
  const [camera] = stream.getVideoTracks();
  try {
    if (!camera) throw new NoBlur();
    const track = connect(worker, camera);
    stream.removeTrack(camera);
    stream.addTrack(track);
    return stream;
  } catch (error) {
    for (const track of [camera, ...stream.getTracks()]) track?.stop();
    throw new NoBlur(error);
  }
}

/** Streams of pictures, as Chromium has them on a page. They run in the worker alone. */
interface PictureStreams {
  readonly MediaStreamTrackProcessor?: new (from: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize: number;
  }) => { readonly readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator?: new (of: {
    readonly kind: "video";
  }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

const streams = globalThis as PictureStreams;

const canSend = () =>
  !!(streams.MediaStreamTrackProcessor && streams.MediaStreamTrackGenerator) ||
  "captureStream" in HTMLCanvasElement.prototype;

/** Returns the blurred track. It behaves as the camera's own: stopping it releases the camera. */
function connect(worker: BlurWorker, camera: MediaStreamTrack): MediaStreamTrack {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = streams;
  const { port1: page, port2: port } = new MessageChannel();
  const closed = new AbortController();
  const { signal } = closed;
  let track: MediaStreamTrack;
  if (MediaStreamTrackProcessor && MediaStreamTrackGenerator) {
    // A slow worker skips pictures rather than delay them.
    const { readable } = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 });
    const generator = new MediaStreamTrackGenerator({ kind: "video" });
    const { writable } = generator;
    worker.blur({ port, streams: { readable, writable } }, [port, readable, writable]);
    track = generator;
  } else {
    track = drawPictures(page, camera, signal);
    worker.blur({ port }, [port]);
  }
  const stopTrack = track.stop.bind(track);
  const stop = () => {
    if (!signal.aborted) worker.leave();
    closed.abort();
    page.close();
    camera.stop();
    stopTrack();
  };
  const end = () => {
    if (signal.aborted) return;
    stop();
    track.dispatchEvent(new Event("ended"));
  };
  Object.defineProperties(track, {
    stop: { value: stop },
    getSettings: { value: () => camera.getSettings() },
    muted: { get: () => camera.muted },
  });
  camera.addEventListener("ended", end, { signal });
  // Nobody would stop the camera of a track that ended by itself.
  track.addEventListener("ended", stop, { signal });
  for (const event of ["mute", "unmute"]) {
    camera.addEventListener(event, () => track.dispatchEvent(new Event(event)), { signal });
  }
  const failed = () => {
    worker.end();
    showBlur("failed");
    end();
  };
  worker.onCrash(failed, signal);
  watchPictures(page, camera, signal, failed);
  page.start();
  return track;
}

/** Calls `failed` once no more pictures are sent. */
function watchPictures(
  page: MessagePort,
  camera: MediaStreamTrack,
  signal: AbortSignal,
  failed: () => void,
): void {
  let silent = 0;
  page.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
    if (data === "failed") failed();
    else if (data !== "next") silent = 0;
  });
  // Counted and not measured: after a pause of the whole machine the worker has a chance.
  const timer = setInterval(() => {
    silent = camera.muted ? 0 : silent + 1;
    if (silent > SILENT_SECONDS_MAX) failed();
  }, 1_000);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** For the other browsers: the page takes pictures of a video, and draws what the worker returns. */
function drawPictures(
  page: MessagePort,
  camera: MediaStreamTrack,
  signal: AbortSignal,
): MediaStreamTrack {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, srcObject: new MediaStream([camera]) });
  void video.play().catch(() => {});
  signal.addEventListener("abort", () => Object.assign(video, { srcObject: null }));
  const canvas = document.createElement("canvas");
  const draw = canvas.getContext("2d", { alpha: false });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!draw || !track) throw new NoBlur();
  page.addEventListener("message", async ({ data: picture }: MessageEvent<ToPage>) => {
    if (picture === "next") {
      const isThere = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
      const next: FromPage = isThere ? await createImageBitmap(video).catch(() => null) : null;
      page.postMessage(next, next ? [next] : []);
    }
    if (typeof picture === "string") return;
    const { width, height } = picture;
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    draw.drawImage(picture, 0, 0);
    picture.close();
  });
  return track;
}
