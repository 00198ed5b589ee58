/** Made by scripts/nudity-model.ts. */
declare module "virtual:nudity-model" {
  import type { io } from "@tensorflow/tfjs-core";

  export const model: {
    readonly modelTopology: object;
    readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
  };
  /** Of the weights, compressed with gzip. */
  export const weightsUrl: string;
}
