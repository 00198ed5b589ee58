import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import { model as parts, weightsUrl } from "virtual:nudity-model";
import {
  browser,
  div,
  expandDims,
  io,
  ready,
  setBackend,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";

// A worker, so that the check does not make a conversation stutter. It contains the model: no third
// party's server is contacted.

/** The model's classes. */
const CLASSES = ["drawing", "hentai", "neutral", "porn", "sexy"] as const;
export type Classes = Readonly<Record<(typeof CLASSES)[number], number>>;

export interface Question {
  readonly picture: ImageBitmap;
  /** The answer goes here: scores, or null after a failure. */
  readonly port: MessagePort;
}

const model = load();

async function load(): Promise<LayersModel> {
  // Without a GPU a sample takes seconds instead of milliseconds, but works.
  if (!(await setBackend("webgl").catch(() => false))) await setBackend("cpu");
  await ready();
  return loadLayersModel(
    io.fromMemory({
      modelTopology: parts.modelTopology,
      weightSpecs: parts.weightsManifest.flatMap((group) => group.weights),
      weightData: await loadWeights(),
    }),
  );
}

async function loadWeights(): Promise<ArrayBuffer> {
  const { ok, status, body } = await fetch(weightsUrl);
  if (!ok || body === null) throw new Error(`no weights: ${status}`);
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function look(picture: ImageBitmap): Promise<Classes> {
  const network = await model;
  const result = tidy(
    () => network.predict(expandDims(div(browser.fromPixels(picture), 255))) as Tensor,
  );
  picture.close();
  const shares = await result.data();
  result.dispose();
  return Object.fromEntries(CLASSES.map((name, index) => [name, shares[index] ?? 0])) as Classes;
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const { picture, port } = data;
  look(picture).then(
    (classes) => port.postMessage(classes),
    () => port.postMessage(null),
  );
});
