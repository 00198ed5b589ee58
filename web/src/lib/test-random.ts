/** A whole number from 0 to below `below`. */
export type Random = (below: number) => number;

/** Numbers for tests that depend on the seed alone (G. Marsaglia, Xorshift RNGs, 2003). */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1);
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
