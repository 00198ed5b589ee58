import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
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
import { MobileNetV2Model } from "nsfwjs/models/mobilenet_v2";

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

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
}

const model = load();

async function load(): Promise<LayersModel> {
  // Without a GPU a sample takes seconds instead of milliseconds, but works.
  if (!(await setBackend("webgl").catch(() => false))) await setBackend("cpu");
  await ready();
  const { modelTopology, weightsManifest } = (await MobileNetV2Model.modelJson())
    .default as unknown as ModelFile;
  const weights = await Promise.all(
    MobileNetV2Model.weightBundles.map(async (bundle) => (await bundle()).default),
  );
  return loadLayersModel(
    io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: bytesOf(weights as unknown as readonly string[]),
    }),
  );
}

function bytesOf(base64: readonly string[]): ArrayBuffer {
  return Uint8Array.from(base64.map(atob).join(""), (letter) => letter.charCodeAt(0)).buffer;
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
