import type { Segmenter } from "./segmenter";

/**
 * The background is scaled down to this many pixels on the longer side. What it showed is lost: a
 * filter that only blurs could partly be undone.
 */
const BACKGROUND_SIDE = 40;

/** The longer side of the sent picture, in pixels: the next one if this one takes too long. */
const SIDES = [1280, 960, 640, 480, 320] as const;

/** On average, for a picture. Longer would leave too little of a slow machine for the call. */
const SLOW_MS = 45;

/** A new size is judged after this many pictures. */
const PICTURES_TO_JUDGE = 15;

interface Picture {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

/** Draws pictures of a camera with a blurred background. */
export class Blurrer {
  readonly #segmenter: Segmenter;
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #draw = contextOf(this.#canvas);
  /** The picture as the segmenter takes it, then the people in it. */
  readonly #people: OffscreenCanvas;
  readonly #drawPeople: OffscreenCanvasRenderingContext2D;
  readonly #background = new OffscreenCanvas(2, 2);
  readonly #drawBackground = contextOf(this.#background);
  #size = 0;
  #pictures = 0;
  #spentMs = 0;

  constructor(segmenter: Segmenter) {
    this.#segmenter = segmenter;
    this.#people = new OffscreenCanvas(segmenter.width, segmenter.height);
    this.#drawPeople = contextOf(this.#people, { willReadFrequently: true });
  }

  /** Returns the same canvas each time. Throws rather than show the background. */
  blur(picture: Picture): OffscreenCanvas {
    const since = performance.now();
    const { width, height } = scaledTo(picture, SIDES[this.#size] ?? 0);
    resize(this.#canvas, width, height);
    const people = this.#cutOut(picture);
    this.#blurBackground(picture);
    const draw = this.#draw;
    draw.globalCompositeOperation = "copy";
    draw.drawImage(this.#people, 0, 0, people.width, people.height, 0, 0, width, height);
    draw.globalCompositeOperation = "source-in";
    draw.drawImage(picture.image, 0, 0, width, height);
    draw.globalCompositeOperation = "destination-over";
    draw.drawImage(this.#background, 0, 0, width, height);
    this.#judge(performance.now() - since);
    return this.#canvas;
  }

  /** Leaves the people in the upper left of their canvas. Returns the part that the picture takes. */
  #cutOut(picture: Picture) {
    const { width, height } = this.#people;
    // Not stretched: the model knows people in their true proportions.
    const scale = Math.min(width / picture.width, height / picture.height);
    const part = { width: picture.width * scale, height: picture.height * scale };
    const draw = this.#drawPeople;
    draw.clearRect(0, 0, width, height);
    draw.drawImage(picture.image, 0, 0, part.width, part.height);
    const pixels = draw.getImageData(0, 0, width, height);
    this.#segmenter.cutOut(pixels);
    draw.putImageData(pixels, 0, 0);
    return part;
  }

  #blurBackground(picture: Picture): void {
    const { width, height } = scaledTo(picture, BACKGROUND_SIDE);
    resize(this.#background, width, height);
    this.#drawBackground.drawImage(picture.image, 0, 0, width, height);
  }

  #judge(ms: number): void {
    this.#pictures += 1;
    this.#spentMs += ms;
    if (this.#pictures < PICTURES_TO_JUDGE) return;
    const isSlow = this.#spentMs / this.#pictures > SLOW_MS;
    if (isSlow) this.#size = Math.min(this.#size + 1, SIDES.length - 1);
    this.#pictures = this.#spentMs = 0;
  }
}

function contextOf(canvas: OffscreenCanvas, options?: CanvasRenderingContext2DSettings) {
  const context = canvas.getContext("2d", options);
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  return context;
}

/** Even numbers, as video encoders want them. */
function scaledTo({ width, height }: Picture, side: number) {
  const scale = Math.min(1, side / Math.max(width, height));
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

/** A canvas that is resized forgets how to smooth. */
function resize(canvas: OffscreenCanvas, width: number, height: number): void {
  if (canvas.width === width && canvas.height === height) return;
  Object.assign(canvas, { width, height });
  contextOf(canvas);
}
