// The module "virtual:segmentation-model": TensorFlow Lite and a model that finds people, of the
// npm package @twilio/video-processors.
//
// Each is compressed once and unpacked by the page's worker, so the site stores and serves one file
// of each, 0.9 MB in all.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";

const NAME = "virtual:segmentation-model";
const RESOLVED = `\0${NAME}`;
const FILES = {
  wasmUrl: ["tflite-simd-1-0-0.wasm", "segmentation-lite.bin"],
  modelUrl: ["selfie_segmentation_landscape.tflite", "segmentation-model.bin"],
} as const;

export function segmentationModel(): Plugin {
  let isBuild = false;
  return {
    name: "segmentation-model",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const main = createRequire(import.meta.url).resolve("@twilio/video-processors");
      const folder = join(dirname(main), "../dist/build");
      const lines = Object.entries(FILES).map(async ([constant, [file, name]]) => {
        const source = await promisify(gzip)(await readFile(join(folder, file)), { level: 9 });
        const address = isBuild
          ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name, source })}`
          : JSON.stringify(`data:application/octet-stream;base64,${source.toString("base64")}`);
        return `export const ${constant} = ${address};\n`;
      });
      return (await Promise.all(lines)).join("");
    },
  };
}
