// The module "virtual:nudity-model": the model of nsfwjs, with its weights in a file of their own.
//
// The npm package has the weights as base64 inside a script of 3.5 MB. As bytes, compressed once
// and unpacked by the page's worker, they are a file of 2.1 MB, which is served as it is stored.
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";

const NAME = "virtual:nudity-model";
const RESOLVED = `\0${NAME}`;

interface NsfwModel {
  readonly modelJson: () => Promise<{ readonly default: object }>;
  readonly weightBundles: readonly (() => Promise<{ readonly default: string }>)[];
}

async function readModel(): Promise<{ readonly model: object; readonly weights: Buffer }> {
  const { MobileNetV2Model: source } = createRequire(import.meta.url)(
    "nsfwjs/models/mobilenet_v2",
  ) as { readonly MobileNetV2Model: NsfwModel };
  const bundles = await Promise.all(source.weightBundles.map((bundle) => bundle()));
  const bytes = Buffer.concat(bundles.map((bundle) => Buffer.from(bundle.default, "base64")));
  return {
    model: (await source.modelJson()).default,
    weights: await promisify(gzip)(bytes, { level: 9 }),
  };
}

export function nudityModel(): Plugin {
  let isBuild = false;
  return {
    name: "nudity-model",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const { model, weights } = await readModel();
      const address = isBuild
        ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name: "model-weights.bin", source: weights })}`
        : JSON.stringify(`data:application/octet-stream;base64,${weights.toString("base64")}`);
      return `export const model = ${JSON.stringify(model)};\nexport const weightsUrl = ${address};\n`;
    },
  };
}
