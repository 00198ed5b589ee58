import { EVIDENCE_PICTURES_MAX } from "@/lib/evidence";

/** The longer side of a picture: enough to see what happens, little to send. */
const SIDE_MAX = 400;
const JPEG_QUALITY = 0.7;

/**
 * The last pictures of a video, small, in memory only. To add one costs a copy on the graphics card;
 * only take() encodes.
 */
export class PictureRing {
  readonly #pictures: HTMLCanvasElement[] = [];

  /** Copies the present picture, if there is one. */
  add(video: HTMLVideoElement | null): void {
    if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) return;
    const full = this.#pictures.length === EVIDENCE_PICTURES_MAX;
    const canvas = (full && this.#pictures.shift()) || document.createElement("canvas");
    const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
    this.#pictures.push(canvas);
  }

  /** The pictures as JPEG files, the oldest first. */
  async take(): Promise<readonly Blob[]> {
    const files = await Promise.all(this.#pictures.map(jpeg));
    return files.filter((file) => file !== null);
  }

  clear(): void {
    // Frees the memory now, not when the garbage is collected.
    for (const canvas of this.#pictures) canvas.width = 0;
    this.#pictures.length = 0;
  }
}

function jpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}
