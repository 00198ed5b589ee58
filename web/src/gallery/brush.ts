// Parts of drawn portraits: shapes of Bézier curves, strands of hair, and pseudo-random numbers.

export type Draw = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type Point = readonly [x: number, y: number];

/** Thin strokes in both colours of the hair. */
export function strands(
  draw: Draw,
  hair: readonly [string, string],
  random: () => number,
  count: number,
  path: (part: number) => [Point, readonly number[]],
): void {
  draw.lineCap = "round";
  for (let n = 0; n < count; n += 1) {
    const [from, curve] = path(n / count);
    draw.globalAlpha = 0.16 + random() * 0.2;
    line(draw, random() < 0.45 ? hair[0] : hair[1], 1 + random() * 2, from, curve);
  }
  draw.globalAlpha = 1;
}

export function linear(
  draw: Draw,
  from: Point,
  to: Point,
  colours: readonly string[],
): CanvasGradient {
  const gradient = draw.createLinearGradient(...from, ...to);
  for (const [index, colour] of colours.entries()) {
    gradient.addColorStop(index / (colours.length - 1), colour);
  }
  return gradient;
}

/**
 * A closed outline of Bézier curves (two control points and an end each), filled; it stays the
 * current path.
 */
export function shape(draw: Draw, from: Point, curves: readonly (readonly number[])[]): void {
  draw.beginPath();
  draw.moveTo(...from);
  for (const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] of curves)
    draw.bezierCurveTo(a, b, c, d, x, y);
  draw.closePath();
  draw.fill();
}

export function line(
  draw: Draw,
  colour: string,
  width: number,
  from: Point,
  curve: readonly number[],
): void {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = curve;
  draw.strokeStyle = colour;
  draw.lineWidth = width;
  draw.beginPath();
  draw.moveTo(...from);
  draw.bezierCurveTo(a, b, c, d, x, y);
  draw.stroke();
}

export function oval(draw: Draw, [x, y]: Point, wide: number, high: number): void {
  draw.beginPath();
  draw.ellipse(x, y, wide, high, 0, 0, 2 * Math.PI);
  draw.fill();
}

/** Paints out of focus, within a box. Without its bounds, each shape blurs the whole canvas. */
export function blurred(
  draw: Draw,
  pixels: number,
  [x, y, wide, high]: readonly [number, number, number, number],
  paint: () => void,
): void {
  const reach = 3 * pixels;
  draw.save();
  draw.beginPath();
  draw.rect(x - reach, y - reach, wide + 2 * reach, high + 2 * reach);
  draw.clip();
  draw.filter = `blur(${pixels}px)`;
  paint();
  draw.restore();
}

/** Numbers from 0 to 1, the same in every run: a linear congruential generator. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
