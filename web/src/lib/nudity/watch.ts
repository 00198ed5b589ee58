import { Judge, type Verdict } from "./judge";
import type { Classes, Question } from "./worker";

/** Between two looks. */
const PAUSE_MS = 1_000;

/** What the model takes; the browser makes pictures smaller faster than a script does. */
const SIZE = 224;

/** One for the page: it takes seconds to have it ready, and partners come and go. */
let worker: Worker | null = null;

/** Looks at what the video shows about once a second, on this device, until the returned function is called. */
export function watchNudity(video: HTMLVideoElement, tell: (verdict: Verdict) => void): () => void {
  const judge = new Judge();
  let watching = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    // Nothing to see yet, or nobody who sees it.
    const isUnseen = document.hidden && document.pictureInPictureElement !== video;
    const picture = isUnseen ? null : await pictureOf(video);
    if (!watching) return picture?.close();
    if (picture) {
      const classes = await classify(picture);
      if (!watching) return;
      tell(judge.after(classes));
    }
    timer = setTimeout(look, picture ? PAUSE_MS : PAUSE_MS / 10);
  };
  void look();
  return () => {
    watching = false;
    clearTimeout(timer);
  };
}

function prepare(): Worker {
  worker ??= new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return worker;
}

async function pictureOf(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const options = { resizeWidth: SIZE, resizeHeight: SIZE } as const;
  return createImageBitmap(video, options).catch(() => null);
}

/** Null if that does not work. */
function classify(picture: ImageBitmap): Promise<Classes | null> {
  const asked = prepare();
  const { port1: answers, port2: port } = new MessageChannel();
  return new Promise((resolve) => {
    const answer = (classes: Classes | null) => {
      answers.close();
      asked.removeEventListener("error", failed);
      if (!classes && worker === asked) {
        asked.terminate();
        worker = null; // The next look begins anew: the model may have failed to load.
      }
      resolve(classes);
    };
    const failed = () => answer(null);
    asked.addEventListener("error", failed);
    answers.onmessage = ({ data }: MessageEvent<Classes | null>) => answer(data);
    asked.postMessage({ picture, port } satisfies Question, [picture, port]);
  });
}
