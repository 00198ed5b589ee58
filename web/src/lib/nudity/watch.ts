import { ownScript } from "@/lib/own-script";
import { Judge, type Verdict } from "./judge";
import type { Classes, Question } from "./worker";
import workerUrl from "./worker?worker&url";

/** The pause between two samples. */
const PAUSE_MS = 1_000;

/** The model's input size, in pixels. The browser scales pictures faster than a script. */
const SIZE = 224;

/** Shared by all partners, because it takes seconds to start. */
let worker: Worker | null = null;

/** Checks the video about once a second, on this device, until the returned function is called. */
export function watchNudity(video: HTMLVideoElement, tell: (verdict: Verdict) => void): () => void {
  const judge = new Judge();
  let watching = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    // The video has no picture yet, or the page is hidden.
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
  worker ??= new Worker(ownScript(workerUrl), { type: "module" });
  return worker;
}

async function pictureOf(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const options = { resizeWidth: SIZE, resizeHeight: SIZE } as const;
  return createImageBitmap(video, options).catch(() => null);
}

/** Null if the check fails. */
async function classify(picture: ImageBitmap): Promise<Classes | null> {
  let asked: Worker;
  try {
    asked = prepare();
  } catch {
    picture.close();
    return null; // The browser forbids workers.
  }
  const { port1: answers, port2: port } = new MessageChannel();
  return new Promise((resolve) => {
    const answer = (classes: Classes | null) => {
      answers.close();
      asked.removeEventListener("error", failed);
      if (!classes && worker === asked) {
        asked.terminate();
        worker = null; // The next sample starts a new worker: the model may have failed to load.
      }
      resolve(classes);
    };
    const failed = () => answer(null);
    asked.addEventListener("error", failed);
    answers.onmessage = ({ data }: MessageEvent<Classes | null>) => answer(data);
    asked.postMessage({ picture, port } satisfies Question, [picture, port]);
  });
}
