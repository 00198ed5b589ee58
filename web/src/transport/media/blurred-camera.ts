import type { Camera, FromPage, News, ToPage } from "@/lib/background-blur/background-blur-worker";
import workerUrl from "@/lib/background-blur/background-blur-worker?worker&url";
import { ownScript } from "@/lib/own-script";
import { NoBlur, showBlur } from "./background-blur";
import type { Devices, OpenBlurred } from "./blurring-devices";
import { openBlurredByBrowser } from "./browsers-blur";

/** Without a picture for so many seconds in a row, the camera closes: a partner would see a frozen face. */
const SILENT_SECONDS_MAX = 6;

/** Opens a camera whose background this page blurs, unless the browser does. */
export const openBlurred: OpenBlurred = async (devices, wanted, signal, needed) => {
  const byBrowser = await openBlurredByBrowser(devices, wanted);
  if (byBrowser) return byBrowser;
  // The camera opens last: its light is not on for a picture that nobody can get yet.
  const worker = await loadWorker(signal);
  if (!worker) return null;
  try {
    if (!needed()) throw new DOMException("nobody wants the camera any more", "AbortError");
    return await openThrough(worker, devices, wanted);
  } catch (error) {
    worker.terminate();
    throw error;
  }
};

/** A worker that has loaded the model; null after `signal`. */
async function loadWorker(signal: AbortSignal): Promise<Worker | null> {
  if (signal.aborted) return null;
  const worker = new Worker(ownScript(workerUrl), { type: "module" });
  showBlur("loading");
  try {
    return await new Promise<Worker | null>((resolve, reject) => {
      signal.addEventListener("abort", () => resolve(null), { once: true });
      worker.onerror = (event) => reject(new NoBlur(event.message));
      worker.onmessage = ({ data }: MessageEvent<News>) =>
        data === "ready" ? resolve(worker) : reject(new NoBlur(data));
    }).then((loaded) => {
      if (!loaded) worker.terminate();
      return loaded;
    });
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    showBlur("idle");
  }
}

async function openThrough(
  worker: Worker,
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

/** Returns the blurred track. It behaves as the camera's own: stopping it releases the camera. */
function connect(worker: Worker, camera: MediaStreamTrack): MediaStreamTrack {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as PictureStreams;
  const closed = new AbortController();
  let track: MediaStreamTrack;
  if (MediaStreamTrackProcessor && MediaStreamTrackGenerator) {
    // A slow worker skips pictures rather than delay them.
    const { readable } = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 });
    const generator = new MediaStreamTrackGenerator({ kind: "video" });
    const { writable } = generator;
    worker.postMessage({ readable, writable } satisfies Camera, [readable, writable]);
    track = generator;
  } else {
    track = connectByCanvas(worker, camera, closed.signal);
  }
  const stopTrack = track.stop.bind(track);
  const stop = () => {
    closed.abort();
    worker.terminate();
    camera.stop();
    stopTrack();
  };
  const end = () => {
    if (closed.signal.aborted) return;
    stop();
    track.dispatchEvent(new Event("ended"));
  };
  Object.defineProperties(track, {
    stop: { value: stop },
    getSettings: { value: () => camera.getSettings() },
    muted: { get: () => camera.muted },
  });
  const { signal } = closed;
  camera.addEventListener("ended", end, { signal });
  for (const event of ["mute", "unmute"]) {
    camera.addEventListener(event, () => track.dispatchEvent(new Event(event)), { signal });
  }
  watchWorker(worker, camera, signal, () => {
    showBlur("failed");
    end();
  });
  return track;
}

/** Calls `failed` once the worker sends no more pictures. */
function watchWorker(
  worker: Worker,
  camera: MediaStreamTrack,
  signal: AbortSignal,
  failed: () => void,
): void {
  let silent = 0;
  worker.onerror = failed;
  worker.onmessage = ({ data }: MessageEvent<News>) => {
    silent = 0;
    if (data === "failed") failed();
  };
  // Counted and not measured: after a pause of the whole machine the worker has a chance.
  const timer = setInterval(() => {
    silent = camera.muted ? 0 : silent + 1;
    if (silent > SILENT_SECONDS_MAX) failed();
  }, 1_000);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** For the other browsers: the page takes pictures of a video, and draws what the worker returns. */
function connectByCanvas(
  worker: Worker,
  camera: MediaStreamTrack,
  signal: AbortSignal,
): MediaStreamTrack {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, srcObject: new MediaStream([camera]) });
  void video.play().catch(() => {});
  const canvas = document.createElement("canvas");
  const draw = canvas.getContext("2d", { alpha: false });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!draw || !track) throw new NoBlur();
  const { port1: page, port2: port } = new MessageChannel();
  page.onmessage = async ({ data: picture }: MessageEvent<ToPage>) => {
    if (picture === "next") {
      const isThere = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
      const next: FromPage = isThere ? await createImageBitmap(video).catch(() => null) : null;
      page.postMessage(next, next ? [next] : []);
      return;
    }
    const { width, height } = picture;
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    draw.drawImage(picture, 0, 0);
    picture.close();
  };
  worker.postMessage({ port } satisfies Camera, [port]);
  signal.addEventListener("abort", () => {
    page.close();
    video.srcObject = null;
  });
  return track;
}
