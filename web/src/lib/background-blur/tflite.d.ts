/** TensorFlow Lite as WebAssembly with SIMD: the script that emscripten made for it. */
declare module "@twilio/video-processors/dist/build/tflite-simd-1-0-0.js" {
  export interface TfLite {
    readonly HEAPU8: Uint8Array;
    readonly HEAPF32: Float32Array;
    /** Addresses are in bytes. */
    _getModelBufferMemoryOffset(): number;
    _getInputMemoryOffset(): number;
    _getOutputMemoryOffset(): number;
    _getInputWidth(): number;
    _getInputHeight(): number;
    _loadModel(bytes: number): number;
    _runInference(): number;
  }

  export default function createTfLite(options: {
    readonly wasmBinary: ArrayBuffer;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<TfLite>;
}

/** Made by scripts/segmentation-model.ts. Both files are compressed with gzip. */
declare module "virtual:segmentation-model" {
  /** The WebAssembly of TensorFlow Lite. */
  export const wasmUrl: string;
  export const modelUrl: string;
}
